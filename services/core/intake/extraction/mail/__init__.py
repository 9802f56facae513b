"""Reads people from vendors' mails by rules, offline. What a mail says is data, never an instruction."""

from services.core.intake.extraction.mail.reading import extract

__all__ = ["extract"]
