"""Some three hundred of the fifty thousand states."""

from bench.reliability import t08_power_loss


def test_a_power_cut_takes_nothing_acknowledged(tried):
    assert tried(t08_power_loss, 0.006).trials >= 300
