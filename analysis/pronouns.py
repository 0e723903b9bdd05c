"""The personal pronouns, by what they say of those whom they stand for."""

from __future__ import annotations

GENDER = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she"}
PLURAL = {"they", "them", "their", "theirs", "themselves"}
NEUTER = {"it", "its", "itself"}
POINTING = {"this": "it", "that": "it", "these": "they", "those": "they"}
