import os
import threading

import pytest

import words


loads = 0


@pytest.fixture(scope="module")
def vocabulary():
    global loads
    loads += 1
    print("vocabulary is loaded")
    yield ["a", "b"]
    print("vocabulary is gone")


def test_counts(vocabulary, record_property):
    record_property("tokens", 2)
    assert len(vocabulary) == 2


def test_counts_wrongly(vocabulary):
    print("counting")
    assert len(vocabulary) == 3


def test_shares_the_vocabulary(vocabulary):
    assert loads == 1


def test_knows_words():
    words.must_know("x")


@pytest.mark.parametrize("text", ["a/b", "a, b", "a[0]", "x::y", ""])
def test_takes(text):
    assert text != "a, b"


@pytest.mark.slow
class TestStream:
    class TestEnd:
        def test_comes(self):
            pass

    @pytest.mark.skip(reason="no GPU here")
    def test_is_fast(self):
        pass


def test_needs_network():
    pytest.skip("offline")


@pytest.mark.xfail(reason="off by one")
def test_has_a_bug():
    assert 1 == 2


@pytest.mark.xfail(strict=True, reason="was mended")
def test_had_a_bug():
    pass


def test_hangs():
    threading.Event().wait()


def test_crashes(vocabulary):
    os.abort()


def test_goes_on(vocabulary):
    pass


@pytest.fixture
def broken():
    yield
    raise RuntimeError("cannot stop")


def test_with_bad_teardown(broken):
    pass


def test_without_fixture(missing):
    pass
