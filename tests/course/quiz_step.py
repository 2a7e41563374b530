"""A quiz Step of the small Course that is right in every way, with each kind of question."""

QUIZ = """\
  - id: quiz
    title: Answer four questions
    kind: quiz
    minutes: 10
    text: Answer without notes.
    questions:
      - id: predicts
        kind: choice
        ask: What does the network predict?
        options: {noise: The noise, picture: The clean picture, label: The label}
        right: [noise]
        explanation: The loss compares noise with noise.
        source: https://arxiv.org/abs/2403.03181
      - id: width
        kind: number
        ask: How wide is a bin?
        answer: 0.39
        tolerance: 0.01
        unit: mm
        explanation: A hundred by 256.
        source: train
        aliases: [bin-width]
      - id: averaging
        kind: text
        ask: Why does cloning fail here?
        key_points: {mean: It learns the mean, nowhere: The mean is no way}
        explanation: The mean of left and right is the obstacle.
        source: day01/train
      - id: sampling
        kind: ordering
        ask: Put sampling in order.
        items: {draw: Draw noise, predict: Predict it, back: Step back}
        explanation: It begins with noise.
        source: https://arxiv.org/abs/2403.03181
    deliverables:
      - id: passed
        title: The quiz, passed
        check:
          name: quiz-passed
          args: {questions: 3}
"""
