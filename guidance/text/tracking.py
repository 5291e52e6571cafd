"""Parameters that others add to links to us: they say where a reader came from, no more."""

from __future__ import annotations

import re

# Campaigns, then the marks of advertisers, social networks, letters and Zalo.
TRACKING = re.compile(
    r"(utm|mtm|pk|hsa)_\w+|(fb|g|d|ms|y|tt|tw|ob|rd)cl(id|kid)|twclid|gbraid|wbraid|gad_\w+|gclsrc|"
    r"igsh(id)?|li_fat_id|mc_[ce]id|_ga|_gl|_hs\w+|zarsrc|zanpid|fb_\w+|epik|srsltid|ref_src|"
    r"mibextid|sfnsn|spm|trk|zalo|si|ref"
)


def is_tracking(key: str) -> bool:
    """Whether a parameter is nobody's answer."""
    return TRACKING.fullmatch(key) is not None
