package io.labelstream.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the sparse ARFF of Mulan, where all attributes are 0 or 1 and labels are the last ones, in the format of the Extreme Classification Repository; all
 * texts have unit length.
 *
 * <p>Arguments: the file to read, the number of labels, and the file to write.
 */
public final class ArffConversion {
  private static final String ATTRIBUTE = "@attribute";

  private ArffConversion() {}

  public static void main(final String[] arguments) throws IOException {
    final List<int[]> rows = new ArrayList<>();
    int attributes = 0;
    for (final String line : Files.readAllLines(Path.of(arguments[0]))) {
      if (line.startsWith(ATTRIBUTE)) {
        attributes++;
      } else if (line.startsWith("{")) {
        rows.add(row(line));
      }
    }
    final int labels = Integer.parseInt(arguments[1]);
    final int features = attributes - labels;
    final SparseFile file = new SparseFile(features, labels);
    for (final int[] row : rows) {
      final int count = (int) Arrays.stream(row).filter(attribute -> attribute < features).count();
      final float[] values = new float[count];
      Arrays.fill(values, (float) (1 / Math.sqrt(count)));
      file.add(IntStream.of(row).skip(count).map(attribute -> attribute - features), row, values, 0, count);
    }
    file.write(Path.of(arguments[2]));
  }

  /** The attributes that are 1, ascending. */
  private static int[] row(final String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('}')).split(",")).map(String::strip).filter(cell -> cell.endsWith(" 1"))
        .mapToInt(cell -> Integer.parseInt(cell.substring(0, cell.indexOf(' ')))).toArray();
  }
}
