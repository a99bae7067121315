"""Questions that mean the same become one gap: incrementally, in the order they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.coach import Coach
from knowledge.embedding import Vectors, centre, language_of, shipped_means
from storage import gaps
from storage.database import Session
from storage.gaps import Cluster, Waiting
from storage.records import Language

SAME_LANGUAGE = 0.60
OTHER_LANGUAGE = 0.48
"""Cosines from which a question belongs to a gap. Chosen on tests/bot/gaps/pairs.jsonl by
`python -m benchmarks.gaps`; two gaps too many cost a tap, a wrong merge hides a question."""
AT_ONCE = 64


async def vectors_of(coach: Coach, questions: Sequence[str]) -> tuple[str, Vectors]:
    """The space's id, and (n, dimension) vectors of unit length in it; "" without an encoder.

    All encoders side by side, each centred by language: a cosine is the mean of theirs.
    """
    languages = [language_of(question) for question in questions]
    parts = []
    by_encoder = await coach.library.embed_questions(questions)
    for encoder_id, vectors in by_encoder.items():
        means = shipped_means(encoder_id)
        parts.append(centre(vectors, languages, means.queries) if means else vectors)
    if not parts:
        return "", np.zeros((len(questions), 0), dtype=np.float32)
    scale = np.float32(len(parts) ** -0.5)
    return "+".join(by_encoder), np.concatenate(parts, axis=1).astype(np.float32) * scale


def as_bytes(vector: Vectors) -> bytes:
    return vector.astype("<f4").tobytes()


def as_vector(centroid: bytes) -> Vectors:
    return np.frombuffer(centroid, dtype="<f4").astype(np.float32)


def nearness(vector: Vectors, centroids: Sequence[bytes]) -> Vectors:
    """Cosines of a vector of unit length with the centroids, (n,)."""
    matrix = np.stack([as_vector(centroid) for centroid in centroids])
    cosines: Vectors = (matrix @ vector) / np.maximum(np.linalg.norm(matrix, axis=1), 1e-9)
    return cosines


def nearest(vector: Vectors, language: Language, clusters: Sequence[Cluster]) -> Cluster | None:
    """The gap that the question belongs to: the nearest, if it is near enough; the older of two."""
    if not clusters:
        return None
    cosines = nearness(vector, [cluster.centroid for cluster in clusters])
    best = int(cosines.argmax())
    same = clusters[best].language == language
    near = cosines[best] >= (SAME_LANGUAGE if same else OTHER_LANGUAGE)
    return clusters[best] if near else None


async def cluster_waiting(coach: Coach) -> int:
    """Put what waits into gaps; how many questions that were. Without an encoder they wait on."""
    async with coach.database.read() as session:
        waiting = await gaps.waiting(session, AT_ONCE)
    if not waiting:
        return 0
    space, vectors = await vectors_of(coach, [question.question for question in waiting])
    if not space:
        return 0
    await _move_to(coach, space)
    async with coach.database.write() as session:
        clusters = await gaps.clusters(session, lock=True)
        held = [cluster for cluster in clusters if cluster.encoder_id == space]
        for question, vector in zip(waiting, vectors, strict=True):
            await _place(session, question, vector, space, held)
    return len(waiting)


async def _place(
    session: Session, question: Waiting, vector: Vectors, space: str, held: list[Cluster]
) -> None:
    """Put a question where it belongs; `held` is kept true."""
    language = language_of(question.question)
    into = nearest(vector, language, held)
    if into is None:
        made = await gaps.found(session, question, language, space, as_bytes(vector))
        if made is not None:
            held.append(Cluster(made, "open", language, space, as_bytes(vector), 1))
        return
    centroid = _mean(into.centroid, into.count, as_bytes(vector), 1)
    if await gaps.place(session, into, question, space, centroid):
        held[held.index(into)] = replace(into, centroid=centroid, count=into.count + 1)


def _mean(one: bytes, one_count: int, other: bytes, other_count: int) -> bytes:
    total = max(1, one_count + other_count)
    share = np.float32(one_count / total)
    return as_bytes(as_vector(one) * share + as_vector(other) * (np.float32(1) - share))


async def _move_to(coach: Coach, space: str) -> None:
    """Bring gaps that lie in another encoder's space into this one, from their questions."""
    async with coach.database.read() as session:
        elsewhere = [c for c in await gaps.clusters(session) if c.encoder_id != space]
        asked = {c.id: await gaps.questions(session, c.id) for c in elsewhere}
        for cluster in elsewhere:
            if not asked[cluster.id]:
                standing = await gaps.gap(session, cluster.id)
                asked[cluster.id] = [standing.question] if standing else []
    for gap_id, questions in asked.items():
        if questions:
            _, vectors = await vectors_of(coach, questions)
            centroid: Vectors = vectors.mean(axis=0)
            async with coach.database.write() as session:
                await gaps.move(session, gap_id, space, as_bytes(centroid))


async def merge(session: Session, gap_id: int, into: int) -> bool:
    """Make one gap of two; False if either is gone, or they are one already."""
    held = {cluster.id: cluster for cluster in await gaps.clusters(session, lock=True)}
    if gap_id == into or gap_id not in held or into not in held:
        return False
    gone, kept = held[gap_id], held[into]
    centroid = kept.centroid
    if gone.encoder_id == kept.encoder_id:
        centroid = _mean(gone.centroid, gone.count, kept.centroid, kept.count)
    return await gaps.merge(session, gap_id, into, centroid)


async def neighbours(session: Session, gap_id: int, limit: int) -> list[int]:
    """The other gaps by nearness, those in another encoder's space last."""
    clusters = await gaps.clusters(session)
    here = next((cluster for cluster in clusters if cluster.id == gap_id), None)
    if here is None:
        return []
    others = [cluster for cluster in clusters if cluster.id != gap_id]
    near = [cluster for cluster in others if cluster.encoder_id == here.encoder_id]
    far = [cluster.id for cluster in others if cluster.encoder_id != here.encoder_id]
    if not near:
        return far[:limit]
    vector = as_vector(here.centroid)
    cosines = nearness(
        vector / max(float(np.linalg.norm(vector)), 1e-9), [c.centroid for c in near]
    )
    order = np.argsort(-cosines, kind="stable")
    return ([near[i].id for i in order] + far)[:limit]
