package io.labelstream.cli.train;

import io.labelstream.cli.output.SvgDrawing;
import io.labelstream.cli.output.Times;
import io.labelstream.train.tune.Goal;
import io.labelstream.train.tune.OperatingPoint;
import io.labelstream.train.tune.Swept;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws the score of each model of a sweep over the time of a text, with the front of models than which no other is both better and faster. */
final class ParetoChart {
  private static final int WIDTH = 880;
  private static final int HEIGHT = 500;
  private static final double LEFT = 72;
  private static final double RIGHT = WIDTH - 24.0;
  private static final double TOP = 96;
  private static final double BOTTOM = HEIGHT - 64.0;
  private static final double MARGIN = 0.06;
  private static final int TICKS = 6;
  private static final double PERCENT = 100;
  private static final double NANOS_A_MICRO = 1e3;
  private static final double[] STEPS = {1, 2, 5};
  private static final double[] FINE_STEPS = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  private static final String BLACK = "#24292f";
  private static final String GREY = "#57606a";
  private static final String PALE = "#e6e9ed";
  private static final String POINT = "#9aa6b2";
  private static final String FRONT = "#2a756f";
  private static final String CHOSEN = "#b5443f";

  private final String title;
  private final String score;
  private final Goal goal;
  private final Swept swept;
  private final SweepValues values;
  private final SvgDrawing drawing = new SvgDrawing(WIDTH, HEIGHT);
  private final double leastX;
  private final double mostX;
  private final double leastY;
  private final double mostY;

  private ParetoChart(final String title, final String score, final Goal goal, final Swept swept, final SweepValues values) {
    this.title = title;
    this.score = score;
    this.goal = goal;
    this.swept = swept;
    this.values = values;
    final double[] x = range(swept.points(), point -> Math.log10(micros(point)), 0.1);
    final double[] y = range(swept.points(), point -> PERCENT * point.score(), 0.5);
    leastX = x[0];
    mostX = x[1];
    leastY = y[0];
    mostY = y[1];
  }

  /**
   * The drawing as SVG.
   *
   * @param score the name of the measure
   */
  static String svg(final String title, final String score, final Goal goal, final Swept swept, final SweepValues values) {
    return new ParetoChart(title, score, goal, swept, values).draw();
  }

  /** @param narrowest the least width of the range */
  private static double[] range(final List<OperatingPoint> points, final ToDoubleFunction<OperatingPoint> coordinate, final double narrowest) {
    final double least = points.stream().mapToDouble(coordinate).min().orElseThrow();
    final double most = points.stream().mapToDouble(coordinate).max().orElseThrow();
    final double margin = Math.max((most - least) * MARGIN, (narrowest - (most - least)) / 2);
    return new double[] {least - margin, most + margin};
  }

  private String draw() {
    drawing.title(LEFT, 28, BLACK, title);
    legend();
    drawing.text((LEFT + RIGHT) / 2, HEIGHT - 18, "middle", GREY, "time that 95 % of the texts take at most, in µs, one thread (logarithmic)");
    drawing.upwards(22, (TOP + BOTTOM) / 2, GREY, score + ", %");
    ticksOfTime();
    ticksOfScore();
    drawGoal();
    swept.points().stream().filter(point -> !swept.front().contains(point)).forEach(point -> drawing.disc(x(point), y(point), 4, POINT));
    for (int at = 0; at < swept.front().size(); at++) {
      final OperatingPoint point = swept.front().get(at);
      if (at > 0) {
        final OperatingPoint before = swept.front().get(at - 1);
        // Between two models of the front, nothing better is known than the faster one.
        drawing.line(x(before), y(before), x(point), y(before), FRONT);
        drawing.line(x(point), y(before), x(point), y(point), FRONT);
      }
    }
    swept.front().forEach(this::drawOfFront);
    swept.chosen().ifPresent(chosen -> drawing.ring(x(chosen.point()), y(chosen.point()), 9, CHOSEN));
    return drawing.toString();
  }

  private void legend() {
    drawing.disc(LEFT + 6, 48, 4, POINT);
    drawing.text(LEFT + 18, 52, "start", GREY, "a model");
    drawing.disc(LEFT + 86, 48, 5, FRONT);
    drawing.text(LEFT + 98, 52, "start", GREY, "none is both better and faster; numbers as in the table");
    swept.chosen().ifPresent(chosen -> {
      drawing.ring(LEFT + 6, 70, 6, CHOSEN);
      drawing.text(LEFT + 18, 74, "start", GREY, "chosen: " + values.of(chosen.point().settings()));
    });
  }

  private void ticksOfTime() {
    for (int power = (int) Math.floor(leastX); power <= mostX; power++) {
      for (final double step : mostX - leastX < 1 ? FINE_STEPS : STEPS) {
        final double micros = step * Math.pow(10, power);
        if (Math.log10(micros) >= leastX && Math.log10(micros) <= mostX) {
          drawing.line(x(micros), TOP, x(micros), BOTTOM, PALE);
          drawing.text(x(micros), BOTTOM + 18, "middle", GREY, String.format(Locale.ROOT, micros < 1 ? "%.1f" : "%,.0f", micros));
        }
      }
    }
    drawing.line(LEFT, BOTTOM, RIGHT, BOTTOM, GREY);
  }

  private void ticksOfScore() {
    final double rough = (mostY - leastY) / TICKS;
    final double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * power;
    for (int at = STEPS.length - 1; at >= 0; at--) {
      step = STEPS[at] * power >= rough ? STEPS[at] * power : step;
    }
    for (long tick = (long) Math.ceil(leastY / step); tick * step <= mostY; tick++) {
      drawing.line(LEFT, y(tick * step), RIGHT, y(tick * step), PALE);
      drawing.text(LEFT - 8, y(tick * step) + 4, "end", GREY, String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", tick * step));
    }
    drawing.line(LEFT, TOP, LEFT, BOTTOM, GREY);
  }

  private void drawGoal() {
    switch (goal) {
      case Goal.LatencyBudget(final var most) -> {
        final double x = x(most.toNanos() / NANOS_A_MICRO);
        if (x >= LEFT && x <= RIGHT) {
          drawing.dashes(x, TOP, x, BOTTOM, CHOSEN);
          drawing.text(x - 5, BOTTOM - 8, "end", CHOSEN, "budget " + Times.micros(most));
        }
      }
      case Goal.PrecisionFloor(final double least) -> {
        final double y = y(PERCENT * least);
        if (y >= TOP && y <= BOTTOM) {
          drawing.dashes(LEFT, y, RIGHT, y, CHOSEN);
          drawing.text(RIGHT - 4, y + 15, "end", CHOSEN, String.format(Locale.ROOT, "floor %.1f", PERCENT * least));
        }
      }
    }
  }

  private void drawOfFront(final OperatingPoint point) {
    drawing.disc(x(point), y(point), 5, FRONT);
    drawing.text(x(point) - 9, y(point) - 8, "end", BLACK, Integer.toString(point.number()));
  }

  private double x(final OperatingPoint point) {
    return x(micros(point));
  }

  private double x(final double micros) {
    return LEFT + (Math.log10(micros) - leastX) / (mostX - leastX) * (RIGHT - LEFT);
  }

  private double y(final OperatingPoint point) {
    return y(PERCENT * point.score());
  }

  private double y(final double percent) {
    return BOTTOM - (percent - leastY) / (mostY - leastY) * (BOTTOM - TOP);
  }

  private static double micros(final OperatingPoint point) {
    return point.time().toNanos() / NANOS_A_MICRO;
  }
}
