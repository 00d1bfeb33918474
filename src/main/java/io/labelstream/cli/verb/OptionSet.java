package io.labelstream.cli.verb;

import io.labelstream.cli.output.ReportFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options and parameters that a verb declares. They are declared to picocli in code, not by annotations: reading those takes more time at each start than
 * all the rest of a short verb.
 */
public final class OptionSet {
  private final CommandSpec spec;

  public OptionSet(final CommandSpec spec) {
    this.spec = spec;
  }

  /** An option with one value. */
  public <T> Declaration<T> value(final Class<T> type, final String... names) {
    return new Declaration<>(OptionSpec.builder(names).type(type));
  }

  /** An option with a duration such as {@code 1h30m}. */
  public Declaration<Duration> duration(final String... names) {
    return value(Duration.class, names).by(new DurationConverter());
  }

  /** The option for the format of a result. */
  public Option<ReportFormat> format() {
    return value(ReportFormat.class, "-f", "--format").or("text", "FORMAT", "text or json (${DEFAULT-VALUE}).");
  }

  /** An option with a value that may be repeated. */
  public <T> Declaration<List<T>> list(final Class<T> type, final String... names) {
    return new Declaration<>(OptionSpec.builder(names).type(List.class).auxiliaryTypes(type).initialValue(List.of()));
  }

  /** An option with a key and a value that may be repeated. */
  public Declaration<Map<String, String>> map(final String... names) {
    return new Declaration<>(OptionSpec.builder(names).type(Map.class).auxiliaryTypes(String.class, String.class).initialValue(Map.of()));
  }

  /** An option without a value, which is false unless given. */
  public Option<Boolean> flag(final String name, final String description) {
    return added(OptionSpec.builder(name).type(boolean.class).initialValue(false).description(description).build());
  }

  /** A parameter after those declared so far, which has to be given. */
  public <T> Option<T> parameter(final Class<T> type, final String label, final String description) {
    return added(next(type, label).required(true).description(description));
  }

  /** A parameter after those declared so far, which may be given. */
  public <T> Option<T> optionalParameter(final Class<T> type, final String label, final String description) {
    return added(next(type, label).arity("0..1").required(false).description(description));
  }

  /** A word after the verb that is part of the verb's name in the help. */
  public void word(final String word) {
    added(next(String.class, word).hidden(true));
  }

  private PositionalParamSpec.Builder next(final Class<?> type, final String label) {
    return PositionalParamSpec.builder().index(Integer.toString(spec.positionalParameters().size())).type(type).paramLabel(label);
  }

  /** Lets at most one of some options be given. */
  public void exclude(final Option<?>... options) {
    final ArgGroupSpec.Builder group = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
    for (final Option<?> option : options) {
      spec.remove(option.arg());
      group.addArg(option.arg());
    }
    spec.addArgGroup(group.build());
  }

  /** @throws ParameterException with this message unless it holds */
  public void require(final boolean holds, final String message) {
    if (!holds) {
      throw mistake(message);
    }
  }

  /** The exception for a mistake on the command line. */
  public ParameterException mistake(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private <T> Option<T> added(final PositionalParamSpec.Builder builder) {
    final PositionalParamSpec parameter = builder.build();
    spec.addPositional(parameter);
    return new Option<>(parameter);
  }

  private <T> Option<T> added(final OptionSpec option) {
    spec.addOption(option);
    return new Option<>(option);
  }

  /** An option that is being declared. */
  public final class Declaration<T> {
    private final OptionSpec.Builder option;

    private Declaration(final OptionSpec.Builder option) {
      this.option = option;
    }

    /** Each of its values is read by this converter. */
    public Declaration<T> by(final ITypeConverter<?> converter) {
      option.converters(converter);
      return this;
    }

    /** One text can hold several of its values, separated by this. */
    public Declaration<T> between(final String regex) {
      option.splitRegex(regex);
      return this;
    }

    /** It has to be given. */
    public Option<T> required(final String label, final String description) {
      return added(option.required(true).paramLabel(label).description(description).build());
    }

    /** It may be given. */
    public Option<T> optional(final String label, final String description) {
      return added(option.paramLabel(label).description(description).build());
    }

    /** It has the value {@code usual} unless given, which is {@code ${DEFAULT-VALUE}} in the description. */
    public Option<T> or(final String usual, final String label, final String description) {
      return added(option.defaultValue(usual).paramLabel(label).description(description).build());
    }
  }
}
