"""Weeks and Days of the Course; choosing a Day opens it."""

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from course.model import Course, Day, Week
from tui.rules.day_view import day_mark
from tui.rules.lab_state import LabState


class CourseTree(Tree[Day | Week]):
    """A mark and a line for each Day, under its Week."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
    ]

    class DayChosen(Message):
        """A Day was chosen."""

        def __init__(self, day: Day) -> None:
            """Carry the Day."""
            super().__init__()
            self.day = day

    def __init__(self, course: Course, *, id: str | None = None) -> None:
        """Show the Course's Weeks, closed."""
        super().__init__(Text(course.title), id=id)
        self.show_root = False
        self.guide_depth = 2
        self.border_title = "Course"
        self._course = course
        self._leaves: dict[str, TreeNode[Day | Week]] = {}
        for week in course.weeks:
            branch = self.root.add(Text(f"Week {week.number}  {week.title}"), data=week)
            for day in week.days:
                self._leaves[day.id] = branch.add_leaf(Text(day.title), data=day)

    def show(self, state: LabState, open_day: Day) -> None:
        """Show the marks of all Days, and which one is open."""
        for day in self._course.days:
            node = self._leaves[day.id]
            label = Text(f"{day_mark(self._course, day, state)} {day.number:>2} {day.title}")
            if day.id == open_day.id:
                label.stylize(f"bold {self.app.theme_variables.get('accent', '')}")
            if node.label != label:
                node.set_label(label)

    def open_at(self, day: Day) -> None:
        """Unfold the Day's Week and put the cursor on the Day."""
        node = self._leaves[day.id]
        if node.parent:
            node.parent.expand()
        self.call_after_refresh(self.move_cursor, node)

    def on_tree_node_selected(self, event: Tree.NodeSelected[Day | Week]) -> None:
        """Open the Day; a Week only folds and unfolds."""
        event.stop()
        if isinstance(event.node.data, Day):
            self.post_message(self.DayChosen(event.node.data))
