package io.labelstream.train;

import io.labelstream.model.load.internal.FirstServiceFile;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The families that can be trained here. Thread-safe. */
public final class TrainableFamilies {
  /** The family that is trained unless another one is named. */
  public static final String USUAL = "fasttext";

  private static final ClassLoader CLASSES = TrainableFamily.class.getClassLoader();
  /** Nearly all file names are told from the names of families by this, without a search. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private TrainableFamilies() {}

  /** All families on the class path. */
  public static List<TrainableFamily> all() {
    return families(CLASSES).toList();
  }

  /** The family with this name. */
  public static Optional<TrainableFamily> find(final String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    final Optional<TrainableFamily> first = find(name, families(new FirstServiceFile(CLASSES)));
    return first.isPresent() ? first : find(name, families(CLASSES));
  }

  private static Optional<TrainableFamily> find(final String name, final Stream<TrainableFamily> families) {
    return families.filter(family -> family.name().equals(name)).findFirst();
  }

  /** Loads families only as far as they are looked at. */
  private static Stream<TrainableFamily> families(final ClassLoader classes) {
    return ServiceLoader.load(TrainableFamily.class, classes).stream().map(ServiceLoader.Provider::get);
  }

  /** The family that is trained unless another one is named. */
  public static TrainableFamily usual() {
    return find(USUAL).orElseThrow(() -> new IllegalStateException("the family " + USUAL + " is not on the class path, expected it in our own jar"));
  }
}
