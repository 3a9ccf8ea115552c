"""What a page tells as a list where it names many things, and everything else as one sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence; or the words before its `parts`, which then end in neither a colon nor a stop."""

    says: str
    parts: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it as one sentence."""
        return f"{self.says}: {'; '.join(self.parts)}." if self.parts else self.says
