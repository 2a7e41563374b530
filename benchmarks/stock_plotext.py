"""The peer of watching: stock textual-plotext, which draws one curve anew every second."""

import math

from textual.app import App, ComposeResult
from textual_plotext import PlotextPlot

POINTS = 2000


class Stock(App[None]):
    """Plots what a trainer has told so far."""

    def compose(self) -> ComposeResult:
        """Return the plot."""
        yield PlotextPlot()

    def on_mount(self) -> None:
        """Draw now, and every second."""
        self.losses = [5 * math.exp(-step / 600) + 0.1 for step in range(POINTS)]
        self.set_interval(1.0, self.draw)

    def draw(self) -> None:
        """Take one more point and draw."""
        self.losses.append(self.losses[-1] * 0.999)
        plot = self.query_one(PlotextPlot)
        plot.plt.clear_figure()
        plot.plt.title("loss")
        plot.plt.plot(range(len(self.losses)), self.losses)
        plot.refresh()


if __name__ == "__main__":
    Stock().run()
