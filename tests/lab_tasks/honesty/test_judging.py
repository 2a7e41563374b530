"""Sentence by sentence: what the records do not back is found, what is innocent is left alone.

What is recorded stands in `retro_workspace`: ACT 18, 16 and 17 of 20 (51/60), BC 4/20, untrained
0/20, expert 20/20; final loss 0.031, logged once at 0.5.
"""

import time

import pytest
from retro_workspace import DAY21, POLICIES

from lab_tasks.evidence.evidence import Evidence
from lab_tasks.honesty.judging import Finding, findings
from lab_tasks.results import Results, gather

Recorded = tuple[Evidence, Results]

UNBACKED_NUMBERS = {
    "ACT solves 0.78 of the episodes.": "“0.78”",
    "BC reached a success rate of 0.17.": "“0.17”",
    "BC: 0.17 ± 0.08 over three seeds.": "one seed of BC has no spread",
    "Over seeds ACT had 0.85 ± 0.12.": "“0.85 ± 0.12”",
    "ACT solved 19/20 episodes.": "“19/20”",
    "ACT solved only 3 out of 20 episodes.": "“3 out of 20”",
    "ACT solved 14 of 20 episodes.": "“14 of 20”",
    "ACT solved 4/20 episodes.": "“4/20” is BC's, not ACT's",
    "ACT solved 75 percent of the episodes.": "“75 percent”",
    "Our success rate was 92 %.": "“92 %”",
    "We got 47 % on the task with BC.": "“47 %”",
    "- ACT: 0.93": "“0.93”",
    "As expected, ACT reached 0.95 success.": "“0.95”",
    "I expected 0.9, but ACT got a success rate of 0.4.": "“0.4”",
    "BC fails in 50 % of the episodes.": "“50 %”",
    "Success rates were 0.61 and 0.72.": "“0.61”",
    "BC solved 5/20.": "“5/20”",
    "Nineteen of twenty episodes were solved by ACT.": "“19 of 20”",
    "ACT achieves 88 ± 3 % over three seeds.": "“88 ± 3 %”",
    "Success went from 0.20 (BC) to 0.95 (ACT).": "“0.95”",
    "ACT leads BC by 80 points.": "“80 points”",
    "The mean best reward of ACT was 0.95.": "“0.95”",
    "ACT will always beat BC, 60/60.": "“60/60”",
    "ACT may beat BC, 60/60.": "“60/60”",
    "ACT may have reached 99 %, I think.": "“99 %”",
    "ACT solved 59/60, see [our log](https://example.org).": "“59/60”",
    "My ACT solved 59/60 (arXiv).": "“59/60”",
    "Our ACT reached 99 % (published).": "“99 %”",
    "ACT solved all 60 episodes.": "“60 of 60”",
    "ACT failed only once in 60 episodes.": "“1 of 60”",
    "ACT solved 59 episodes out of a total of 60.": "“59 of 60”",
    "ACT succeeded in ninety-nine percent of the episodes.": "“99 percent”",
    "ACT has a 99-percent success rate.": "“99-percent”",
    "ACT solved fifty-nine of sixty episodes.": "“59 of 60”",
    "ACT solved 99 pct of the episodes.": "“99 pct”",
    "The success of ACT was 0,99.": "“0.99”",
    "ACT had 98,5 % success.": "“98.5 %”",
    "ACT reached a success of `99 %`.": "“99 %”",
    "ACT solved <b>99</b> % of the episodes.": "“99 %”",
    "ACT solved **99** % of the episodes.": "“99 %”",
    "ACT is 75 percentage points above BC.": "“75 percentage points”",
    "We had 59/60.": "“59/60”",
    "ACT reached a loss of 0.7.": "“0.7”",
    "The final loss of ACT was 0.025.": "“0.025”",
    "Its training loss ended at 0.0099.": "“0.0099”",
    "ACT succeeds 40 percentage points more often than BC.": "“40 percentage points”",
    "| policy | success rate |\n|---|---|\n| BC | 0.35 |": "“0.35”",
    "| policy | success (%) |\n|---|---|\n| ACT | 78 |": "“78%”",
    "| policy | solved |\n|---|---|\n| ACT | 20/20 |": "“20/20” is expert's, not ACT's",
    "| policy | solved |\n|---|---|\n| ACT | **59**/60 |": "“59/60”",
    "| policy | success rate |\n|---|---|\n| ACT | 0,99 |": "“0.99”",
    "| policy | final loss |\n|---|---|\n| ACT | 0.02 |": "“0.02”",
}
UNSUPPORTED_CLAIMS = {
    "ACT beats BC 4x.": "at n = 20 the records cannot support a factor of 4",
    "**ACT** beats **BC** four times over.": "cannot support a factor of 4",
    "ACT outperforms BC by a factor of four.": "cannot support a factor of 4",
    "ACT's success rate was four times that of BC.": "cannot support a factor of 4",
    "ACT succeeds twice as often as BC.": "cannot support a factor of 2",
    "ACT is 20 times better than BC.": "the records contradict a factor of 20",
    "ACT doubled the success rate of BC.": "cannot support a factor of 2",
    "Chunking brings four times more successes.": "names no two policies",
    "The expert is better than ACT.": "at n = 20 starts the records cannot tell expert from ACT",
    "The expert clearly wins.": "cannot tell expert from ACT",
    "The untrained policy loses to BC.": "cannot tell BC from untrained",
    "BC succeeded more often than the untrained policy.": "cannot tell BC from untrained",
    "Both ACT and BC beat the untrained policy.": "cannot tell BC from untrained",
    "ACT and the expert separate.": "cannot tell ACT and expert apart",
    "BC beats ACT.": "the records say the opposite",
    "ACT is worse than BC.": "the records say the opposite",
    "BC outperforms action chunking.": "the records say the opposite",
    "BC is worse than the untrained policy.": "the records say the opposite",
    "ACT is beaten by behaviour cloning.": "the records say the opposite",
    "ACT has a higher success rate than the expert.": "the records say the opposite",
    "ACT > BC > expert in success.": "the records say the opposite",
    "ACT is significantly better than all others.": "the records say the opposite",
    "The expert is clearly stronger than ACT.": "cannot tell expert from ACT",
    "ACT came first.": "the records say the opposite",
    "ACT is the best policy.": "the records say the opposite",
    "The best policy is BC.": "the records say the opposite",
    "ACT is roughly four times as reliable as BC.": "cannot support a factor of 4",
    "Action chunking did it: ACT has five times the success rate of BC.": "a factor of 5",
    "With chunking (ACT) the success rate quadrupled.": "names no two policies",
    "ACT and BC perform equally well.": "the records tell ACT and BC apart",
    "Compared with BC, ACT is 4 times better.": "cannot support a factor of 4",
    "The ranking is expert > ACT > BC.": "cannot tell expert from ACT",
    "BC is on par with ACT.": "the records tell ACT and BC apart",
    "I think BC beats ACT, 4/20 to 51/60.": "the records say the opposite",
    "<b>BC</b> beats <i>ACT</i>.": "the records say the opposite",
    "ACT does not beat BC.": "the records do show ACT ahead of BC",
}
INNOCENT = (
    "ACT beats BC.",
    "I cannot rank ACT and the expert with what I have.",
    "With n = 20, 18/20 has an interval that reaches from 0.70 to 0.97.",
    "Sixteen of twenty episodes with seed 2 succeeded, and one of the three seeds solved 18/20.",
    "The public page says 0.78 (published), our records do not.",
    "Why does the loss say so little about success?",
    "My next experiment doubles the number of demonstrations from 100 to 200.",
    "To separate ACT from the expert I would need about 50 episodes of each.",
    "I prefer ACT to BC because it fails less often.",
    "If ACT were four times better than BC at n = 200, I would believe it.",
    "ACT is better than BC: 51/60 against 4/20.",
    "ACT solved 51/60, BC 4/20, 4.2 times as often.",
    "ACT (51/60) is ahead of BC (4/20), and the expert solved 20/20.",
    "ACT reached 0.85 ± 0.05 over three seeds.",
    "ACT solved 18/20 with seed 1 and 16 of 20 with seed 2.",
    "ACT succeeds in 85 % of the episodes (95 % interval 74–92 %).",
    "ACT's interval, 74 to 92 %, lies above that of BC, 8 to 42 %.",
    "The spread over seeds was 0.05, and ACT's mean best reward 0.89.",
    "BC fails in 80 % of the episodes; ACT missed 9/60.",
    "The difference is 65 percentage points of success.",
    "ACT's loss fell from 0.5 to 0.031.",
    "ACT and BC separate (p < 0.001), ACT and the expert do not separate.",
    "BC was outperformed by ACT, and ACT has beaten BC.",
    "ACT beats BC, and the expert beats BC by 16 episodes.",
    "We cannot tell whether the expert beats ACT.",
    "The expert is not significantly better than ACT at this n.",
    "ACT did not beat the expert, and BC did not either.",
    "Nothing here shows that ACT is better than the expert.",
    "The claim that ACT beats BC 4x is not supported at this n.",
    "ACT is not four times as good as BC.",
    "Does ACT beat the expert?",
    "ACT might be better than the expert.",
    "I would bet that ACT beats the expert at n = 200.",
    "On 2026-11-21 we trained with lerobot 0.6.1 and torch 2.11.0.",
    "Version 0.6.1 of LeRobot dropped the flag in May 2025; on 21.11.2026 at 12:30 I read why.",
    "See section 3.2 and Figure 1.5 of the paper.",
    "I read 5/7 sections, and on page 12 of 20 the authors explain z = 0.",
    "The learning rate was 0.0001 and dropout 0.1.",
    "I changed the noise to 0.05 and the KL weight from 10 to 0.1.",
    "The batch size of 32 and K=8 came from the recipe.",
    "The paper reports a success rate of 0.92 ([Chi et al.](https://arxiv.org/abs/2303.04137)).",
    "VQ-BeT solves 63.8 % of 500 episodes (published).",
    "Diffusion beats ACT four times over on PushT (published).",
    "We expect a success rate of at least 0.7 next time.",
    "If fewer than 3 of the first 10 trials succeed, we stop.",
    "The rate would have to be 0.97 to separate.",
    "Each training took 0.5 h and 3000 steps, 95 % of it on the CPU.",
    "We used 80 % of the demonstrations for training.",
    "LoRA trains 1.3 % of the parameters and 60 % of the memory was free.",
    "ACT trains 4x faster than BC, and is easier to explain than BC.",
    "BC has a lower loss than ACT, which says nothing.",
    "The gripper opens by 0.08 rad at 50 Hz, the camera hangs at 0.3 m.",
    "We watched 5 of the 9 failures; it took 3 of my 4 evenings.",
    "I am better at reading configs than on Day 15.",
    "The rate of `0.99` stands in the code.",
    "I bet that ACT beats the expert, 199/200 or so.",
    "I expect ACT to beat BC, 19/20 to 5/20.",
    "I think ACT beats BC: 51/60 against 4/20.",
    "I think BC could beat ACT one day.",
    "The paper says 92 % ([Chi et al.](https://arxiv.org/abs/2303.04137)), our ACT solved 51/60.",
    "Our ACT has 0.031 loss and 0.5 M parameters ([card](https://example.org)).",
    "We reached [0.92](https://example.org) by reading, and 51/60 by training.",
    "Our ACT is far from the 0.92 of [Chi et al.](https://arxiv.org/abs/2303.04137)",
    "ACT solved 0.92 in [the paper](https://arxiv.org/abs/2303.04137), not on my arm.",
    "With 40 more episodes ACT would have solved 90/100.",
    "The expert solved all 20 episodes, and BC failed in 16 of 20.",
    "The expert solved all 100 episodes of the dataset.",
    "ACT succeeded in eighty-five percent of the episodes.",
    "I am 100 % sure that ACT beats BC.",
    "ACT solved `51/60`, which is **85** %.",
    "The 95-percent interval of ACT's rate reaches from 0.74 to 0.92.",
    "With seeds 0,1 the rate of ACT was 0.85.",
    "I had 9/10 right in the quiz.",
    "ACT solved 18 of 20 once, and 17 of 20 and 16 of 20 once each.",
    "I evaluated ACT twice and it solved 18/20 both times.",
    "ACT solved 18 of 20 twice and 16 of 20 once.",
    "ACT and BC together solved 55/80.",
    "ACT is 65 percentage points above BC.",
    "At n = 20 an interval is about 0.3 wide.",
    "A model that solves a benchmark nine times in ten may fail on my desk.",
    "## Hypothesis\n\nACT reaches a success rate of 0.7 and beats the expert.",
    "```\nACT solved 1/20\n```\n\n<!-- ACT beats the expert -->",
    "| policy | learning rate | steps |\n|---|---|---|\n| ACT | 0.0001 | 3000 |",
    "| policy | solved | rate |\n|---|---|---|\n| ACT | 51/60 | 0.85 ± 0.05 |\n| BC | 4/20 | 0.2 |",
)


OF_VQBET = {
    "VQ-BeT reached 99 %.": "“99 %”",
    "VQ-BeT solved 5/20.": "“5/20”",
    "VQ-BeT beats ACT.": "the records say the opposite",
    "ACT loses to VQ BeT.": "the records say the opposite",
    "VQ-BeT is the best of the three.": "the records say the opposite",
    "The pair VQ-BeT and untrained separates with p = 0.01.": "cannot tell",
    "vq-bet is ahead of the untrained policy.": "cannot tell",
}


def found_in(text: str, recorded: Recorded) -> tuple[Finding, ...]:
    return findings(f"{text}\n", *recorded)


@pytest.mark.parametrize("sentence", UNBACKED_NUMBERS)
def test_a_number_that_no_run_backs_is_found(sentence: str, recorded: Recorded) -> None:
    found = found_in(sentence, recorded)

    assert found
    assert UNBACKED_NUMBERS[sentence] in found[0].what
    assert found[0].records


@pytest.mark.parametrize("sentence", UNSUPPORTED_CLAIMS)
def test_a_claim_that_the_records_do_not_carry_is_found(sentence: str, recorded: Recorded) -> None:
    found = found_in(sentence, recorded)

    assert any(UNSUPPORTED_CLAIMS[sentence] in each.what for each in found), found
    assert all(each.records for each in found)


@pytest.mark.parametrize("sentence", OF_VQBET)
def test_a_name_that_holds_a_word_of_plans_plans_nothing(sentence: str, recorded: Recorded) -> None:
    evidence, _ = recorded
    policies = POLICIES | {"VQ-BeT": POLICIES["BC"]}
    del policies["BC"]
    table = gather(evidence, DAY21, policies, {"VQ-BeT": ["VQ BeT"]})
    found = findings(f"{sentence}\n", evidence, table)
    assert any(OF_VQBET[sentence] in each.what for each in found), found
    assert findings("I bet VQ-BeT beats ACT next time.\n", evidence, table) == ()


@pytest.mark.parametrize("sentence", INNOCENT)
def test_what_is_backed_or_claims_nothing_is_left_alone(sentence: str, recorded: Recorded) -> None:
    assert found_in(sentence, recorded) == ()


def test_a_finding_says_line_sentence_and_what_is_recorded(recorded: Recorded) -> None:
    text = "# Retro\n\nWe trained three.\nThen this is the sum: ACT beats BC\n4x. That is all.\n"

    (found,) = found_in(text, recorded)

    assert (found.line, found.last_line) == (4, 5)
    assert found.sentence == "Then this is the sum: ACT beats BC 4x."
    assert "ACT 51/60 (85 %), BC 4/20 (20 %): measured 4.2 times" in found.records
    assert "intervals allow 1.8 to 11.4 times" in found.records


def test_the_apps_own_table_is_not_asked_about(recorded: Recorded) -> None:
    region = "<!-- robolab:results begin -->\nACT solved 1/20.\n<!-- robolab:results end -->"
    assert found_in(region, recorded) == ()
    assert found_in(region.replace("<!-- robolab:results end -->", ""), recorded)


def test_a_number_is_backed_however_far_it_is_rounded(recorded: Recorded) -> None:
    for words in ("0.9", "0.90", "0.900", "90 %", "90.0 %"):
        assert found_in(f"With seed 1 ACT had a success rate of {words}.", recorded) == (), words
    assert found_in("With seed 1 ACT had a success rate of 0.91.", recorded)


def test_a_policy_without_records_backs_nothing(recorded: Recorded) -> None:
    evidence, _ = recorded
    nothing = Results((), ())
    assert findings("ACT solved 19/20.\n", evidence, nothing)
    assert findings("ACT solved 18/20.\n", evidence, nothing) == ()  # a Run of no row backs it


@pytest.mark.parametrize(
    "text",
    [
        "9" * 60_000,
        "ACT " * 15_000,
        "a. " * 20_000,
        "<!--" * 15_000,
        "|" * 60_000,
        " " * 60_000 + "x",
    ],
    ids=["digits", "names", "sentences", "comments", "cells", "spaces"],
)
def test_a_hostile_text_ends_in_time(text: str, recorded: Recorded) -> None:
    begin = time.monotonic()
    found_in(text, recorded)
    assert time.monotonic() - begin < 10  # a regex that backtracks takes minutes
