package io.labelstream.rollout.control;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which announcements are believed. Immutable and thread-safe.
 *
 * <p>Where public keys are given, the signature must be one of theirs over the exact bytes of the record's value, and an announcement that names a cluster
 * must name this one. Slot and sequence are part of those bytes, so that a signed announcement is of use under its own key only. Where none are given,
 * everything is believed, signed or not: then the right to write to the control topic decides.
 */
public final class Trust {
  private static final Trust NONE = new Trust(List.of(), "");

  private final List<PublicKey> keys;
  private final String clusterId;

  private Trust(final List<PublicKey> keys, final String clusterId) {
    this.keys = keys;
    this.clusterId = clusterId;
  }

  /** Believes everything. */
  public static Trust none() {
    return NONE;
  }

  /**
   * Believes what one of {@code keys} has signed; everything where there are none.
   *
   * @param clusterId the id of the Kafka cluster that the control topic is on
   * @throws IllegalArgumentException if a key is not of Ed25519
   */
  public static Trust of(final List<PublicKey> keys, final String clusterId) {
    Objects.requireNonNull(clusterId);
    for (final PublicKey key : keys) {
      try {
        verifier(key);
      } catch (final InvalidKeyException other) {
        throw new IllegalArgumentException("a public key is of " + key.getAlgorithm() + ", expected " + SigningKey.ALGORITHM, other);
      }
    }
    return new Trust(List.copyOf(keys), clusterId);
  }

  /** The public key in a PEM file. */
  public static PublicKey readKey(final Path file) throws KeyFileException {
    try {
      return KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(KeyFile.PUBLIC.read(file)));
    } catch (final InvalidKeySpecException other) {
      throw new KeyFileException(file, "holds no sound " + SigningKey.ALGORITHM + " key; " + KeyFile.PUBLIC.remedy(), other);
    } catch (final GeneralSecurityException missing) {
      throw new IllegalStateException("this Java runtime has no " + SigningKey.ALGORITHM, missing);
    }
  }

  /** The digests of the trusted keys, in arbitrary order; none: everything is believed. */
  public List<String> keyDigests() {
    return keys.stream().map(key -> Sha256.of(key.getEncoded())).toList();
  }

  /** The reason why an announcement, read from {@code value}, is not believed; empty: it is. */
  Optional<Rejection> objection(final Announcement announcement, final byte[] value, final byte @Nullable [] signature) {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (signature == null) {
      return objection(RejectionCode.UNSIGNED, announcement.key() + " has no signature, expected one of " + keys.size() + " trusted keys");
    }
    if (signature.length != SigningKey.SIGNATURE_BYTES) {
      return objection(RejectionCode.BAD_SIGNATURE,
          announcement.key() + " has a signature of " + signature.length + " bytes, expected " + SigningKey.SIGNATURE_BYTES);
    }
    if (keys.stream().noneMatch(key -> verifies(key, value, signature))) {
      return objection(RejectionCode.BAD_SIGNATURE, announcement.key() + " has a signature that is of none of the " + keys.size()
          + " trusted keys, or not over these bytes");
    }
    if (!announcement.cluster().isEmpty() && !announcement.cluster().equals(clusterId)) {
      return objection(RejectionCode.REPLAYED, announcement.key() + " was made for another cluster, expected " + clusterId);
    }
    return Optional.empty();
  }

  private static Optional<Rejection> objection(final RejectionCode code, final String detail) {
    return Optional.of(new Rejection(code, detail));
  }

  private static boolean verifies(final PublicKey key, final byte[] value, final byte[] signature) {
    try {
      final Signature verifier = verifier(key);
      verifier.update(value);
      return verifier.verify(signature);
    } catch (final SignatureException malformed) {
      // Thrown for 64 bytes that cannot be a signature of any key.
      return false;
    } catch (final InvalidKeyException impossible) {
      throw new IllegalStateException("a key that was sound before is not any more", impossible);
    }
  }

  private static Signature verifier(final PublicKey key) throws InvalidKeyException {
    try {
      final Signature verifier = Signature.getInstance(SigningKey.ALGORITHM);
      verifier.initVerify(key);
      return verifier;
    } catch (final InvalidKeyException other) {
      throw other;
    } catch (final GeneralSecurityException missing) {
      throw new IllegalStateException("this Java runtime has no " + SigningKey.ALGORITHM, missing);
    }
  }
}
