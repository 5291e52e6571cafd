"""What editors use beside Wagtail's own screens: view sets, uploads, bundles, reports."""
