"""Whether a question is about anything that there is, or about the rest of the world.

How near a question comes to its answer differs from question to question; what no text answers comes as near to some
text as a vague question comes to its right one. So what was found has to be nearer than what was surely not meant:
sentences about the world, which no service desk answers. A desk that does answer such a thing loses nothing: its own
text is nearer still.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from deskhand.search.semantic import embedding

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARE = 0.75
"""How much of the nearness to the rest of the world counts. Measured: bench/README.md."""

_WORLD = """
The soup is cooked with onions, carrots and herbs
bake bread and cakes in the oven
meat, fish and vegetables for dinner
The lion lives in the savannah
birds, insects and wild animals
how to look after a cat, a dog or a horse
trees, flowers and plants in the garden
stars, planets and galaxies
The mountain is four thousand metres high
the sea, rivers, lakes and islands
countries and their capitals
a journey through the desert
The king died in the year 1200
wars and empires of the past
the life of a famous inventor
The team won the final with two goals
running, swimming and cycling as sports
rules of a card game or a board game
The singer plays the guitar in a band
music for violin and orchestra
a novel, a poem and their writer
paintings in a museum of art
a film with famous actors
fairy tales, legends and gods
knots, wood work and sewing by hand
weather, storms, rain and snow
physics, chemistry and biology at school
a theorem of mathematics
love, happiness and the soul
religion and festivals
bones, muscles and the human body
a joke, a riddle and a quiz
news about politics and elections
shares, gold and the lottery
clothes, fashion and jewellery
holidays at the beach
children's toys and games
words and grammar of a language
piano, drums, flute and other instruments
dancing a waltz
cows, pigs and sheep on the farm
gold, stones and minerals in the earth
knights and castles
magic tricks and witches
a detective story
stamps and coins for collectors
dreams and what they mean
horoscope and star signs
proverbs and quotations
temples, churches and old buildings
theatre, opera and circus
a television series and its actors
comics and drawing animals
chocolate, sugar and ice cream
football, tennis and skiing
climbing and martial arts
make-up and hair styles
pottery, painting and paper crafts
atoms, light and energy
numbers, triangles and equations
philosophers and the meaning of things
princes and princesses
poems about spring
a song for children
Latin and ancient Greek
rivers of Asia
cities and beaches for tourists
abc abc xyz
hjkl bnm
la la la
"""


def beyond(question: str, score: float) -> float:
    """By how much a score of :func:`nearest.nearest` is more than the question has in common with the rest of the
    world; below 0 it is rather about that."""
    return score - SHARE * float((_world() @ embedding.question(question)).max())


@cache
def _world() -> NDArray[np.float32]:
    """Their vectors, of length one; some tenths of a second, once a process."""
    import numpy as np

    vectors = embedding.embed(_WORLD.strip().splitlines()).astype(np.float32)
    rows: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return rows
