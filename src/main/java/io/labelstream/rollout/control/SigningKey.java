package io.labelstream.rollout.control;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The Ed25519 key of somebody who announces models. Immutable and thread-safe; tells nothing of the key itself.
 *
 * <p>Files are PEM as OpenSSL writes them: {@code PRIVATE KEY} in PKCS#8, {@code PUBLIC KEY} as SubjectPublicKeyInfo.
 */
public final class SigningKey {
  /** The bytes of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  static final String ALGORITHM = "Ed25519";

  private final PrivateKey key;

  private SigningKey(final PrivateKey key) {
    this.key = key;
  }

  /**
   * A key that is already in memory.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key
   */
  public static SigningKey of(final PrivateKey key) {
    final SigningKey signing = new SigningKey(key);
    try {
      signing.signature();
    } catch (final GeneralSecurityException other) {
      throw new IllegalArgumentException("the private key is of " + key.getAlgorithm() + ", expected " + ALGORITHM, other);
    }
    return signing;
  }

  /** The key in a PEM file. */
  public static SigningKey read(final Path file) throws KeyFileException {
    try {
      return of(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(KeyFile.PRIVATE.read(file))));
    } catch (final InvalidKeySpecException other) {
      // Without the cause, whose message may tell of the key.
      throw new KeyFileException(file, "holds no sound " + ALGORITHM + " key; " + KeyFile.PRIVATE.remedy());
    } catch (final GeneralSecurityException missing) {
      throw new IllegalStateException("this Java runtime has no " + ALGORITHM, missing);
    }
  }

  /**
   * Makes a new key, and writes its halves to two new files: the private one so that nobody but its owner can read it, the public one for the instances.
   * A file that exists is left as it is.
   */
  public static SigningKey generate(final Path privateFile, final Path publicFile) throws KeyFileException {
    if (Files.exists(publicFile)) {
      throw new KeyFileException(publicFile, "exists, and keys are not overwritten; name another file, or remove it");
    }
    final KeyPair pair = newPair();
    KeyFile.PRIVATE.write(pair.getPrivate(), privateFile);
    KeyFile.PUBLIC.write(pair.getPublic(), publicFile);
    return of(pair.getPrivate());
  }

  /** The signature over the bytes of a record's value. */
  public byte[] sign(final byte[] value) {
    try {
      final Signature signature = signature();
      signature.update(value);
      return signature.sign();
    } catch (final GeneralSecurityException impossible) {
      throw new IllegalStateException("signing with a sound key failed", impossible);
    }
  }

  private Signature signature() throws GeneralSecurityException {
    final Signature signature = Signature.getInstance(ALGORITHM);
    signature.initSign(key);
    return signature;
  }

  private static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (final GeneralSecurityException missing) {
      throw new IllegalStateException("this Java runtime has no " + ALGORITHM, missing);
    }
  }
}
