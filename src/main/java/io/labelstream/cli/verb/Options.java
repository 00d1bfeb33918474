package io.labelstream.cli.verb;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Options and parameters that set fields of a verb where they are given or have a default. They are told to picocli in code and not by annotations: to read
 * those takes half of the time that a short verb takes, each time it starts.
 */
public final class Options {
  private Options() {}

  /**
   * An option with a value, which counts once.
   *
   * @param type may be a primitive type, for an option that is required or has a default
   */
  public static <T> OptionSpec.Builder value(final Class<T> type, final Consumer<? super T> field, final String... names) {
    return bound(OptionSpec.builder(names).type(type), field);
  }

  /** An option with a value that may come again and again. */
  public static <T> OptionSpec.Builder list(final Class<T> type, final Consumer<? super List<T>> field, final String... names) {
    return bound(OptionSpec.builder(names).type(List.class).auxiliaryTypes(type), field);
  }

  /** An option with a key and a value that may come again and again. */
  public static OptionSpec.Builder map(final Consumer<? super Map<String, String>> field, final String... names) {
    return bound(OptionSpec.builder(names).type(Map.class).auxiliaryTypes(String.class, String.class), field);
  }

  /** An option without a value, which sets its field to true. */
  public static OptionSpec.Builder flag(final Consumer<? super Boolean> field, final String... names) {
    return value(boolean.class, field, names);
  }

  /** A parameter by its place, which has to be there unless told otherwise. */
  public static <T> PositionalParamSpec.Builder parameter(final Class<T> type, final Consumer<? super T> field) {
    final Binding<T> binding = new Binding<>(field);
    return PositionalParamSpec.builder().required(true).type(type).getter(binding).setter(binding);
  }

  /** Options of which at most one is given. */
  public static ArgGroupSpec atMostOneOf(final OptionSpec... options) {
    final ArgGroupSpec.Builder group = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
    for (final OptionSpec option : List.of(options)) {
      group.addArg(option);
    }
    return group.build();
  }

  private static <T> OptionSpec.Builder bound(final OptionSpec.Builder option, final Consumer<? super T> field) {
    final Binding<T> binding = new Binding<>(field);
    return option.getter(binding).setter(binding);
  }

  /** Hands what picocli sets on to a field. An option that is not given is set to null, which leaves the field as it is. */
  private static final class Binding<T> implements IGetter, ISetter {
    private final Consumer<? super T> field;
    private @Nullable Object value;

    Binding(final Consumer<? super T> field) {
      this.field = field;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> @Nullable V get() {
      return (V) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> @Nullable V set(final @Nullable V next) {
      final Object before = value;
      value = next;
      if (next != null) {
        field.accept((T) next);
      }
      return (V) before;
    }
  }
}
