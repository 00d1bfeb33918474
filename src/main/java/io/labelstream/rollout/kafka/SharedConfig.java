package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Sha256;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The part of an instance's configuration that decides, with the control log, which version labels a record: it has to be the same on all instances of an
 * application. Each part has one form, whatever the order in which it was configured: a short one is the value itself, a long one a digest.
 *
 * @param parts the parts by {@link Part#code()}; a part may be missing, as long as an instance does not know it yet, and a later release may have others
 */
public record SharedConfig(Map<String, String> parts) {
  private static final String HTTPS = "https://";
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
  private static final int SHORT_DIGEST = 12;
  private static final int LONGEST_SHOWN = 80;

  public SharedConfig {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /** A part that is compared. */
  public enum Part {
    CONTROL_TOPIC("control-topic"),
    LEAD("lead"),
    /** The names of the slots. */
    SLOTS("slots"),
    /** The slots that have a model in the configuration, each with its name, version and digest. */
    BASE_MODELS("base-models"),
    PUBLIC_KEYS("public-keys"),
    /** The locations from which announced models may be read, the artefact topic included. */
    LOCATIONS("locations");

    private final String code;

    Part(final String code) {
      this.code = code;
    }

    /** The name in the status topic, metrics and logs. */
    public String code() {
      return code;
    }
  }

  /**
   * A part in which two instances differ.
   *
   * @param here the value of the one that compares
   * @param there the value of the other
   */
  public record Difference(Part part, String here, String there) {
    public Difference {
      Objects.requireNonNull(part);
      Objects.requireNonNull(here);
      Objects.requireNonNull(there);
    }

    /** The difference in a few words. */
    @Override
    public String toString() {
      return part.code() + " (" + shown(here) + " here, " + shown(there) + " there)";
    }
  }

  /** The configuration of an instance that does not tell it. */
  public static SharedConfig none() {
    return new SharedConfig(Map.of());
  }

  /**
   * All parts but the base models.
   *
   * @param artifactTopic the topic from which models may be read besides {@code locations}
   * @param publicKeys the digests of the trusted keys
   * @param locations absolute paths, and URLs that start with {@code https://}
   */
  public static SharedConfig of(
      final String controlTopic,
      final String artifactTopic,
      final Duration lead,
      final Collection<String> slots,
      final Collection<String> publicKeys,
      final Collection<String> locations) {
    final List<String> places = new ArrayList<>(List.of("kafka:" + artifactTopic));
    locations.forEach(location -> places.add(normal(location)));
    return new SharedConfig(Map.of(
        Part.CONTROL_TOPIC.code, controlTopic,
        Part.LEAD.code, lead.toMillis() + " ms",
        Part.SLOTS.code, String.join(", ", new TreeSet<>(slots)),
        Part.PUBLIC_KEYS.code, digest(publicKeys),
        Part.LOCATIONS.code, digest(places)));
  }

  /** The same with the base versions by slot; empty for a slot without one. */
  public SharedConfig withBaseModels(final Map<String, Optional<Entry>> bases) {
    final List<String> models = new ArrayList<>();
    bases.forEach((slot, base) -> base.map(Entry::id).ifPresent(id ->
        models.add(String.join("\n", slot, id.name(), id.version(), id.sha256()))));
    final SortedMap<String, String> more = new TreeMap<>(parts);
    more.put(Part.BASE_MODELS.code, digest(models));
    return new SharedConfig(more);
  }

  /** The value of a part; empty where it is not told. */
  public Optional<String> value(final Part part) {
    return Optional.ofNullable(parts.get(part.code));
  }

  /** The parts in which another instance differs, of those that both tell. */
  public List<Difference> differences(final SharedConfig other) {
    final List<Difference> differences = new ArrayList<>();
    for (final Part part : Part.values()) {
      value(part).ifPresent(here -> other.value(part).filter(there -> !there.equals(here))
          .ifPresent(there -> differences.add(new Difference(part, here, there))));
    }
    return List.copyOf(differences);
  }

  /** A value for people: of a digest the first digits, and no characters that are not plain, since it may come from anybody. */
  public static String shown(final String value) {
    if (DIGEST.matcher(value).matches()) {
      return value.substring(0, SHORT_DIGEST);
    }
    if (!PRINTABLE.matcher(value).matches()) {
      return "unprintable";
    }
    return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "...";
  }

  /** The digest of a set: neither order nor repetition makes a difference, and no two sets look alike by where their members are divided. */
  private static String digest(final Collection<String> members) {
    final MessageDigest digest = Sha256.newDigest();
    for (final String member : new TreeSet<>(members)) {
      final byte[] bytes = member.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return Sha256.hex(digest);
  }

  /** The one form of a location among those that mean the same to its readers. */
  private static String normal(final String location) {
    if (!location.startsWith(HTTPS)) {
      return Path.of(location).normalize().toString();
    }
    final URI uri = URI.create(location);
    final String authority = String.valueOf(uri.getRawAuthority()).toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
    return HTTPS + authority + String.valueOf(uri.getRawPath()).replaceFirst("/+$", "");
  }
}
