"""What the module keeps."""

from deskhand.modules.knowledge.models.article import Article, ArticleFile, Translation, Version
from deskhand.modules.knowledge.models.choices import OPEN, OUTWARD, WIDTH, Audience, Confidence, Level, State
from deskhand.modules.knowledge.models.gap import Gap, Opening
from deskhand.modules.knowledge.models.home import Home, Part, Way
from deskhand.modules.knowledge.models.importing import ArticleImport, Stage
from deskhand.modules.knowledge.models.rules import Licence, Rules, rules_of
from deskhand.modules.knowledge.models.shelf import FormerSlug, Shelf, Template
from deskhand.modules.knowledge.models.use import Asked, Flag, Follow, How, Judgement, Place, Spared, Use

__all__ = [
    "OPEN",
    "OUTWARD",
    "WIDTH",
    "Article",
    "ArticleFile",
    "ArticleImport",
    "Asked",
    "Audience",
    "Confidence",
    "Flag",
    "Follow",
    "FormerSlug",
    "Gap",
    "Home",
    "How",
    "Judgement",
    "Level",
    "Licence",
    "Opening",
    "Part",
    "Place",
    "Rules",
    "Shelf",
    "Spared",
    "Stage",
    "State",
    "Template",
    "Translation",
    "Use",
    "Version",
    "Way",
    "rules_of",
]
