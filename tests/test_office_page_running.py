"""Long work beside the page: its progress, stopping it, what happens when it goes wrong."""

from threading import Event

from workbench.errors import ReliefError
from workbench.widgets.office.running import Progress, Running


def test_the_result_is_taken_over_and_the_bar_goes() -> None:
    running, seen, bars = Running(), [], []

    def work(progress: Progress) -> int:
        assert progress(1, 4)
        bars.append((running.bar.value, running.bar.layout.display))
        return 7

    running.start("Reading", work, seen.append)
    running.wait()
    assert seen == [7] and bars == [(25, "")]
    assert running.bar.layout.display == "none" and not running.running


def test_stop_is_heard_by_the_work() -> None:
    running, begun, pressed, seen = Running(), Event(), Event(), []

    def work(progress: Progress) -> bool:
        begun.set()
        pressed.wait(10)
        return progress(1, 2)

    running.start("Reading", work, seen.append)
    begun.wait(10)
    running.stop.click()
    pressed.set()
    running.wait()
    assert seen == [False]


def test_a_new_work_takes_the_place_of_the_one_under_way() -> None:
    running, go, seen, heard = Running(), Event(), [], []

    def old(progress: Progress) -> str:
        go.wait(10)
        heard.append(progress(1, 2))
        return "old"

    running.start("Reading", old, seen.append)
    first = running.thread
    running.start("Reading", lambda progress: "new", seen.append)
    running.wait()
    go.set()
    assert first is not None
    first.join(10)
    assert seen == ["new"] and heard == [False]


def test_what_is_wrong_is_said_and_the_page_goes_on() -> None:
    running = Running()

    def refused(progress: Progress) -> None:
        raise ReliefError("nie tak")

    running.start("Reading", refused, lambda result: None)
    running.wait()
    assert "nie tak" in running.told.value and not running.running
    seen: list[int] = []
    running.start("Reading", lambda progress: 1, seen.append)
    running.wait()
    assert seen == [1] and running.told.value == ""
