package io.labelstream.train;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The families that can be trained here. Thread-safe. */
public final class TrainableFamilies {
  /** The family that is trained unless another one is named. */
  public static final String USUAL = "fasttext";

  private static final List<TrainableFamily> ALL =
      ServiceLoader.load(TrainableFamily.class, TrainableFamily.class.getClassLoader()).stream().map(ServiceLoader.Provider::get).toList();

  private TrainableFamilies() {}

  /** All families on the class path. */
  public static List<TrainableFamily> all() {
    return ALL;
  }

  /** The family with this name. */
  public static Optional<TrainableFamily> find(final String name) {
    return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
  }

  /** The family that is trained unless another one is named. */
  public static TrainableFamily usual() {
    return find(USUAL).orElseThrow(() -> new IllegalStateException("the family " + USUAL + " is not on the class path, expected it in our own jar"));
  }
}
