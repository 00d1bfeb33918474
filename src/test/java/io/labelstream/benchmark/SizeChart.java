package io.labelstream.benchmark;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Accuracy against bytes. */
final class SizeChart {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 460;

  private final String data;
  private final Map<String, List<double[]>> series = new LinkedHashMap<>();

  SizeChart(final String data) {
    this.data = data;
  }

  void add(final String name, final long bytes, final double precision) {
    series.computeIfAbsent(name, absent -> new ArrayList<>()).add(new double[] {bytes, precision});
  }

  /** Writes the chart as SVG. */
  void write(final Path file) throws IOException {
    final XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(data + ": accuracy and size").xAxisTitle("bytes of the file").yAxisTitle("P@1, %").build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    for (final Map.Entry<String, List<double[]>> entry : series.entrySet()) {
      final List<double[]> points = entry.getValue();
      points.sort(Comparator.comparingDouble(point -> point[0]));
      chart
          .addSeries(entry.getKey(), points.stream().mapToDouble(point -> point[0]).toArray(), points.stream().mapToDouble(point -> point[1]).toArray())
          .setMarker(SeriesMarkers.CIRCLE);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
    }
  }
}
