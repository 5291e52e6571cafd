"""The site's records and pages."""

from __future__ import annotations

from guidance.localities.pages import LocalityIndexPage
from guidance.models import stream_comparison as stream_comparison
from guidance.models.addresses import AddressCheck
from guidance.models.announcements import AnnouncementIndexPage, AnnouncementPage
from guidance.models.base import BasePage
from guidance.models.bundles import Bundle, BundleItem, BundleState
from guidance.models.co_readiness import LadderStep
from guidance.models.corrections import Correction, CorrectionsPage
from guidance.models.feedback import Feedback, LeftByReaders, QueryWithoutResult, ReaderMessage
from guidance.models.frame import SiteFrame
from guidance.models.glossary import GlossaryTerm
from guidance.models.import_record import LoadedContent
from guidance.models.indexes import LegalSourceIndexPage
from guidance.models.links import LinksPage
from guidance.models.localities import FormerName, Locality
from guidance.models.pages import (
    GlossaryPage,
    GuidancePage,
    HomePage,
    SectionPage,
    StandardPage,
    StepsPage,
    TrainingPage,
    TrainingSession,
)
from guidance.models.people import DemoAccount, ProvincialEditor, Role
from guidance.models.proposals import Decision, EntryLink, LinkState, Proposal
from guidance.models.sources import Kind, LegalSource, Provision
from guidance.text.evidence import Evidence

__all__ = [
    "AddressCheck",
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "BasePage",
    "Bundle",
    "BundleItem",
    "BundleState",
    "Correction",
    "CorrectionsPage",
    "Decision",
    "DemoAccount",
    "EntryLink",
    "Evidence",
    "Feedback",
    "FormerName",
    "GlossaryPage",
    "GlossaryTerm",
    "GuidancePage",
    "HomePage",
    "Kind",
    "LadderStep",
    "LeftByReaders",
    "LegalSource",
    "LegalSourceIndexPage",
    "LinkState",
    "LinksPage",
    "LoadedContent",
    "Locality",
    "LocalityIndexPage",
    "Proposal",
    "ProvincialEditor",
    "Provision",
    "QueryWithoutResult",
    "ReaderMessage",
    "Role",
    "SectionPage",
    "SiteFrame",
    "StandardPage",
    "StepsPage",
    "TrainingPage",
    "TrainingSession",
]
