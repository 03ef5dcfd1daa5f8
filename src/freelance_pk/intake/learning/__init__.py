"""A layout learned from one file: guesses that are shown, questions for the rest, a trial before it is kept."""

from freelance_pk.intake.learning.answers import Answers, Question, column_answers, word_answers
from freelance_pk.intake.learning.drafting import Owner, draft_text, layout_id, owner_of
from freelance_pk.intake.learning.proposal import propose
from freelance_pk.intake.learning.survey import Column, Survey, survey
from freelance_pk.intake.learning.trial import Trial, try_layout
from freelance_pk.intake.learning.work import Work

__all__ = [
    "Answers",
    "Column",
    "Owner",
    "Question",
    "Survey",
    "Trial",
    "Work",
    "column_answers",
    "draft_text",
    "layout_id",
    "owner_of",
    "propose",
    "survey",
    "try_layout",
    "word_answers",
]
