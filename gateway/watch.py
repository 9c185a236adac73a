"""The watch over the guides: a changed file or an approved revision answers within seconds, without a restart."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable

import structlog

from gateway.shelf import lines_of, passages_of
from knowledge.answer import asking, kinds
from knowledge.guide import GuideError
from knowledge.index.library import Library
from knowledge.index.tokens import morphemes
from knowledge.revisions.layers import Layers

log = structlog.get_logger()
EVERY_SECONDS = 1.0
LONGEST_PAUSE = 30.0


class Watch:
    """Keeps the library at what files and revisions say.

    Whatever cannot be used leaves the old state serving, is logged once and told by ``Library.state`` until it is
    mended. Runs in a thread of its own, a daemon: minutes of vectors must not hold up the end of the process.
    """

    def __init__(self, layers: Layers, library: Library) -> None:
        self._layers, self._library = layers, library
        self._seen: Hashable = None
        self._trouble: str | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin; the first look makes the index."""
        threading.Thread(target=self._run, name="guides", daemon=True).start()

    def stop(self) -> None:
        """Look no more; a look under way goes on."""
        self._stop.set()

    def look(self) -> bool:
        """Serve what changed since the last look; False when nothing did or it cannot be used.

        Raises what a broken database or disk raises; the next look tries again.
        """
        mark = self._layers.mark()
        if mark == self._seen:
            self._library.trouble = self._trouble  # whatever kept an earlier look from its end is over
            return False
        began = time.monotonic()
        try:
            laid = self._layers.read()
        except GuideError as error:
            self._seen, self._trouble = mark, f"바뀐 안내를 읽을 수 없어 앞의 것을 계속 써요: {error}"
            self._library.trouble = self._trouble
            log.error("guides.unusable", trouble=str(error))
            return False
        passages = passages_of(laid)
        self._library.renew(passages, catalog=laid.catalog)
        self._seen, self._trouble = mark, laid.trouble or None
        self._library.trouble = self._trouble
        log.info("guides.live", guides=len(laid.catalog), seconds=round(time.monotonic() - began, 2))
        if laid.trouble:
            log.warning("guides.revision_not_laid", trouble=laid.trouble)
        self._library.warm(passages)
        self._library.embed(lines_of(laid.catalog))
        return True

    def _run(self) -> None:
        pause = EVERY_SECONDS
        morphemes("안내")  # loading Kiwi should not be the first citizen's wait, nor fitting the models of questions
        kinds.warm()
        asking.warm()
        while not self._stop.is_set():
            try:
                self.look()
                pause = EVERY_SECONDS
            except Exception as error:
                self._library.trouble = f"안내를 새로 읽지 못했어요: {type(error).__name__}"
                log.exception("guides.look_failed")
                pause = min(pause * 2, LONGEST_PAUSE)
            self._stop.wait(pause)
