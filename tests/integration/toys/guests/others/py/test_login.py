import pytest


@pytest.mark.depends_on("test_logs_in")
def test_logs_out():
    pass


def test_logs_in():
    assert "password" == "secret"


@pytest.mark.depends_on("others/py/test_unittest.py::Old::test_true")
def test_reads():
    pass
