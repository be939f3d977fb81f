"""`python -m bench.semantic [--articles 10000] [--tickets 2000] [--results FILE]` makes a knowledge base in a folder
of its own, on SQLite, and prints what was measured as JSON."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.semantic", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--tickets", type=int, default=2_000)
    parser.add_argument("--product", type=int, default=0, help="articles and tickets of the product itself; 0: none")
    parser.add_argument("--setting", action="store_true", help="measure the half that sets the thresholds instead")
    parser.add_argument("--results", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"DESKHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "deskhand.settings"})
        told = json.dumps(measured(chosen.articles, chosen.tickets, chosen.product, not chosen.setting), indent=1)
    print(told)
    if chosen.results:
        chosen.results.write_text(f"{told}\n")


def measured(articles: int, tickets: int, in_product: int = 0, held_aside: bool = True) -> dict[str, Any]:
    """Relevance on what was held aside, and speed."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.semantic import corpus, product, relevance, speed
    from deskhand.search.semantic.embedding import MODEL

    call_command("migrate", verbosity=0)
    known = corpus.read()
    began = time.monotonic()
    corpus.put_articles(known, articles)
    taken = time.monotonic() - began
    corpus.put_tickets(known, tickets)
    return {
        "model": MODEL,
        "half": "held aside" if held_aside else "set the thresholds",
        "put_article_ms": round(taken * 1_000 / articles, 1),
        "articles": relevance.articles(known, held_aside=held_aside),
        "misspelt": relevance.misspelt(known, held_aside=held_aside),
        "similar_tickets": {"tickets": tickets, **relevance.tickets(known, held_aside=held_aside)},
        "answers": relevance.answered(known, held_aside=held_aside),
        "speed": speed.measured(known),
        "product": product.measured(known, in_product) if in_product else {},
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    main()
