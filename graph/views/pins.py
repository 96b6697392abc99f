"""Free places for vertical legs: where a line may enter or leave the channel between two rows."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from math import ceil, floor

Span = tuple[float, float]
_SHRINKING = ((1.0, 0.0), (0.66, 30.0), (0.4, 70.0), (0.0, 400.0))


class Pins:
    """The x positions taken in each channel; a channel is the space above the row of its number."""

    def __init__(self, channels: int) -> None:
        self._taken: list[list[tuple[float, str]]] = [[] for _ in range(channels)]
        self._own: dict[tuple[int, str], list[float]] = {}
        # Spans once found full: as pins are only ever added, they stay so for every net that has none there.
        self._full: set[tuple[tuple[int, ...], Span, float]] = set()

    def take(
        self, channels: Iterable[int], wanted: float, spans: Sequence[Span], net: str, apart: float, friend: str = ""
    ) -> float:
        """Returns the free x nearest to `wanted` within the spans, and takes it for `net` in the channels.

        "Free" is `apart` px from every other net except `friend`; a place nearer to the wish at less
        distance may win, and where nothing is left the nearest place is shared.
        """
        within = tuple(channels)
        usable = [span for span in spans if span[1] >= span[0]] or list(spans)
        away = sorted((max(span[0] - wanted, wanted - span[1], 0.0), span) for span in usable)
        own = [x for channel in within for one in (net, friend) for x in self._own.get((channel, one), ())]
        best, least = wanted, float("inf")
        for shrink, cost in _SHRINKING:
            for far, span in away:
                if far + cost >= least + 1:
                    break
                place = (within, span, apart * shrink)
                foreign = not any(span[0] - apart < x < span[1] + apart for x in own)
                if foreign and place in self._full:
                    continue
                x = self._nearest(within, wanted, span, net, friend, apart * shrink, least - cost)
                if x is not None:
                    best, least = x, abs(x - wanted) + cost
                elif foreign and max(wanted - span[0], span[1] - wanted) + 1 < least - cost:
                    self._full.add(place)
        for channel in within:
            insort(self._taken[channel], (best, net))
            self._own.setdefault((channel, net), []).append(best)
        return best

    def _nearest(
        self,
        channels: tuple[int, ...],
        wanted: float,
        span: Span,
        net: str,
        friend: str,
        distance: float,
        limit: float,
    ) -> float | None:
        """Returns the free x of the span nearest to `wanted`, or None if there is none nearer than `limit` px."""
        low, high = ceil(span[0]), floor(span[1])
        start = float(min(max(round(wanted), low), high))
        for step in range(high - low + 2):
            if abs(start - wanted) + step - 1 > limit:
                return None
            for x in (start + step, start - step) if step else (start,):
                near = low <= x <= high and abs(x - wanted) < limit
                if near and self._free(channels, x, net, friend, distance):
                    return x
        return None

    def _free(self, channels: tuple[int, ...], x: float, net: str, friend: str, distance: float) -> bool:
        for channel in channels:
            taken = self._taken[channel]
            place = bisect_left(taken, (x - distance, ""))
            while place < len(taken) and taken[place][0] < x + distance:
                if taken[place][0] > x - distance and taken[place][1] not in (net, friend):
                    return False
                place += 1
        return True
