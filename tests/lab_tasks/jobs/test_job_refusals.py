"""What a student can get wrong ends with one line that helps, before anything heavy is loaded."""

import pytest
from laboratory import LEARNER, TINY_ACT, Lab


@pytest.mark.parametrize(
    ("job", "args", "said"),
    [
        ("train", (*LEARNER, *TINY_ACT), "no dataset in demos/output"),
        ("train", ("--output_dir=.",), ". exists already"),
        ("train", ("--config_path=gone.json", "--resume=true"), "no training to resume"),
        ("evaluate", ("--policy.path=gone/pretrained_model",), "no checkpoint in gone"),
        ("evaluate", (), "no checkpoint given"),
        ("demos", ("--output_dir=.",), ". exists already"),
        ("demos", ("--episodes=many",), "--episodes=many is not a whole number"),
        ("demos", ("--demonstrator=me",), "--demonstrator=me is not one of: law, phases"),
        ("demos", ("--noise=loud",), "--noise=loud is not a number from 0 to 1"),
        ("expert", ("--speed=9",), "--speed=9 is not an argument of this job"),
    ],
)
def test_a_job_refuses_in_one_line(bare: Lab, job: str, args: tuple[str, ...], said: str) -> None:
    status = bare.start(job, "run", *args).wait(timeout=30)

    log = (bare.workspace / "run" / "output.log").read_text()
    assert status == 2, log
    assert log.startswith("error: ")
    assert said in log
    assert log.count("\n") == 1


def test_a_missing_package_is_named_with_the_python_that_lacks_it(bare: Lab) -> None:
    pytest.importorskip("textual")  # the app's Python, which has no lerobot
    status = bare.start("demos", "run").wait(timeout=30)

    log = (bare.workspace / "run" / "output.log").read_text()
    assert status == 2, log
    assert "No module named" in log
    assert bare.python in log


def test_a_refused_job_leaves_no_record(bare: Lab) -> None:
    bare.start("evaluate", "run").wait(timeout=30)

    assert not (bare.workspace / "run" / "record.json").exists()
