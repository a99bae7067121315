"""How the shipped language means were made: `python -m knowledge.embedding.means.compute`."""
