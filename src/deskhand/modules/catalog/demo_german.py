"""The questions of the demo's items in German, by the text as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskhand.modules.catalog.tongues import texts_in

QUESTIONS = {
    "For whom": "Für wen",
    "Who gets it?": "Wer bekommt es?",
    "First day": "Erster Tag",
    "Building and room": "Gebäude und Raum",
    "The laptop": "Der Laptop",
    "Model": "Modell",
    "Standard, 14 inch": "Standard, 14 Zoll",
    "Lab, with a strong graphics card": "Labor, mit starker Grafikkarte",
    "What is the lab model for?": "Wofür ist das Labormodell?",
    "Programs besides the usual ones": "Programme neben den üblichen",
    "Statistics": "Statistik",
    "Drawing": "Zeichnen",
    "Development": "Entwicklung",
    "Size": "Größe",
    "24 inch": "24 Zoll",
    "27 inch": "27 Zoll",
    "Which?": "Welches?",
    "With cable": "Mit Kabel",
    "Without cable": "Ohne Kabel",
    "For the left hand": "Für die linke Hand",
    "Number": "Nummer",
    "A new one": "Eine neue",
    "I bring mine along": "Ich bringe meine mit",
    "Your number": "Ihre Nummer",
    "Drive or folder": "Laufwerk oder Ordner",
    "What shall be possible?": "Was soll möglich sein?",
    "Read": "Lesen",
    "Read and write": "Lesen und schreiben",
    "Until when?": "Bis wann?",
    "Program": "Programm",
    "Something else": "Etwas anderes",
    "Wished address": "Gewünschte Adresse",
    "Who reads it?": "Wer liest es?",
    "Name": "Name",
    "May send": "Darf senden",
    "What is it about?": "Worum geht es?",
    "More doors": "Weitere Türen",
    "My card is lost": "Meine Karte ist verloren",
    "Which doors?": "Welche Türen?",
    "Your PIN, so that we can block the card": "Ihre PIN, damit wir die Karte sperren können",
    "What is broken?": "Was ist kaputt?",
    "Who comes": "Wer kommt",
    "What they need": "Was gebraucht wird",
    "Laptop": "Laptop",
    "Second screen": "Zweiter Bildschirm",
    "None": "Keiner",
    "Doors besides the usual ones": "Türen neben den üblichen",
    "Door card": "Türkarte",
}


def in_german(form: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a form that are there in German."""
    return {text: QUESTIONS[text] for text in texts_in(form) if text in QUESTIONS}
