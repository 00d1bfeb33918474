package io.labelstream.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Several files as the value of one {@link Setting}: their names with commas between. */
public record FileList(List<Path> files) {
  private static final String SEPARATOR = ",";

  public FileList {
    files = List.copyOf(files);
  }

  /** @throws IllegalArgumentException if a name is empty or no path */
  public static FileList parse(final String text) {
    final List<String> names = Arrays.asList(text.split(SEPARATOR, -1));
    if (names.contains("")) {
      throw new IllegalArgumentException("'" + text + "' has an empty name, expected names of files with commas between, such as a.safetensors,b.safetensors");
    }
    return new FileList(names.stream().map(Path::of).toList());
  }

  @Override
  public String toString() {
    return files.stream().map(Path::toString).collect(Collectors.joining(SEPARATOR));
  }
}
