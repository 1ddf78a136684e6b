"""Twenty of the two hundred canaries, with two killings."""

from bench.reliability import t12_canaries


def test_what_is_sealed_is_found_nowhere(tried):
    row = tried(t12_canaries, 0.1)
    assert row.trials == 20
    assert row.outcome.startswith("0 found")
