"""What editors should look at: reports in Wagtail's own menu, reminders, and the home screen."""
