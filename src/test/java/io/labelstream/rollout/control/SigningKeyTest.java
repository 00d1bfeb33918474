package io.labelstream.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  /** The key, message and signature of RFC 8032, section 7.1, test 3, in the form in which {@code openssl pkey} writes the key. */
  private static final String PUBLISHED_PRIVATE = """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIMWqjfQ/n4N77bdELzHct7Fm04U1B28JS4XOOi4LRFj3
      -----END PRIVATE KEY-----
      """;
  private static final String PUBLISHED_PUBLIC = """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=
      -----END PUBLIC KEY-----
      """;
  private static final byte[] MESSAGE = {(byte) 0xAF, (byte) 0x82};
  private static final String PUBLISHED_SIGNATURE = "6291D657DEEC24024827E69C3ABE01A30CE548A284743A445E3680D7DB5AC3AC"
      + "18FF9B538D16F290AE67F760984DC6594A7C15E9716ED28DC027BECEEA1EC40A";

  @TempDir
  private Path folder;

  @Test
  void shouldSignAsRfc8032Does() throws Exception {
    // Given
    final SigningKey key = SigningKey.read(file(PUBLISHED_PRIVATE));

    // When
    final byte[] signature = key.sign(MESSAGE);

    // Then
    assertThat(signature).asHexString().isEqualTo(PUBLISHED_SIGNATURE);
  }

  @Test
  void shouldReadThePublicKeyThatOpenSslWrites() throws Exception {
    // Given
    final byte[] signature = SigningKey.read(file(PUBLISHED_PRIVATE)).sign(MESSAGE);

    // When
    final PublicKey key = Trust.readKey(file(PUBLISHED_PUBLIC));

    // Then
    assertThat(objection(key, signature)).isEmpty();
  }

  @Test
  void shouldGenerateTwoHalvesOfOneKey() throws Exception {
    // Given
    final Path privateFile = folder.resolve("signing.pem");
    final Path publicFile = folder.resolve("signing.pub.pem");

    // When
    SigningKey.generate(privateFile, publicFile);

    // Then
    assertThat(objection(Trust.readKey(publicFile), SigningKey.read(privateFile).sign(MESSAGE))).isEmpty();
    assertThat(Files.getPosixFilePermissions(privateFile)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(privateFile).content().startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("\n-----END PRIVATE KEY-----\n");
    assertThat(publicFile).content().startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("\n-----END PUBLIC KEY-----\n");
  }

  @Test
  void shouldGenerateAnotherKeyEachTime() throws Exception {
    // Given
    final SigningKey first = SigningKey.generate(folder.resolve("1"), folder.resolve("1.pub"));

    // When
    final SigningKey second = SigningKey.generate(folder.resolve("2"), folder.resolve("2.pub"));

    // Then
    assertThat(second.sign(MESSAGE)).isNotEqualTo(first.sign(MESSAGE));
  }

  @Test
  void shouldNotOverwriteAPrivateKey() throws Exception {
    // Given
    final Path present = file("something");

    // When
    assertThatThrownBy(() -> SigningKey.generate(present, folder.resolve("new.pub")))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(present.toString(), "not overwritten", "name another file");
    assertThat(present).hasContent("something");
    assertThat(folder.resolve("new.pub")).doesNotExist();
  }

  @Test
  void shouldNotOverwriteAPublicKey() throws Exception {
    // Given
    final Path present = file("something");

    // When
    assertThatThrownBy(() -> SigningKey.generate(folder.resolve("new"), present))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(present.toString(), "not overwritten", "name another file");
    assertThat(present).hasContent("something");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void shouldNameTheFolderThatIsMissing() {
    // Given
    final Path file = folder.resolve("missing").resolve("key");

    // When
    assertThatThrownBy(() -> SigningKey.generate(file, folder.resolve("key.pub")))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(file.toString(), "cannot be written", "check folder");
  }

  @Test
  void shouldReadAKeyBelowARemarkAndWithCarriageReturns() throws Exception {
    // Given
    final Path file = file("key of the release team\n" + PUBLISHED_PRIVATE.replace("\n", "\r\n"));

    // When
    final SigningKey key = SigningKey.read(file);

    // Then
    assertThat(key.sign(MESSAGE)).asHexString().isEqualTo(PUBLISHED_SIGNATURE);
  }

  @Test
  void shouldSayHowToDecryptAnEncryptedKey() throws Exception {
    assertRefused("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", "ENCRYPTED PRIVATE KEY", "decrypt it with `openssl");
  }

  @Test
  void shouldRefuseThePublicHalfAsSigningKey() throws Exception {
    assertRefused(PUBLISHED_PUBLIC, "holds a PEM text of PUBLIC KEY, expected PRIVATE KEY", "openssl genpkey");
  }

  @Test
  void shouldRefuseAKeyOfOpenSsh() throws Exception {
    assertRefused("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "OPENSSH PRIVATE KEY, expected PRIVATE KEY",
        "openssl genpkey");
  }

  @Test
  void shouldRefuseAKeyOfAnotherAlgorithm() throws Exception {
    // Given
    final KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    final Path file = folder.resolve("ec.pem");
    KeyFile.PRIVATE.write(generator.generateKeyPair().getPrivate(), file);

    // When
    assertThatThrownBy(() -> SigningKey.read(file))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(file.toString(), "no sound Ed25519 key", "openssl genpkey").hasNoCause();
  }

  @Test
  void shouldRefuseGarbage() throws Exception {
    assertRefused("no key at all", "holds no PEM text", "openssl genpkey");
  }

  @Test
  void shouldRefuseWhatIsNotBase64() throws Exception {
    assertRefused("-----BEGIN PRIVATE KEY-----\nsecret!\n-----END PRIVATE KEY-----\n", "not Base64", "copy the whole file again");
  }

  @Test
  void shouldRefuseAnEmptyKey() throws Exception {
    assertRefused("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", "no sound Ed25519 key", "openssl genpkey");
  }

  @Test
  void shouldRefuseAKeyThatBreaksOff() throws Exception {
    assertRefused(PUBLISHED_PRIVATE.substring(0, 80), "breaks off", "copy the whole file again");
  }

  @Test
  void shouldRefuseALargeFile() throws Exception {
    assertRefused("x".repeat(1 << 20), "has more than 16384 bytes", "check the path");
  }

  @Test
  void shouldRefuseAFileThatIsMissing() {
    // Given
    final Path missing = folder.resolve("missing");

    // When
    assertThatThrownBy(() -> SigningKey.read(missing))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(missing.toString(), "does not exist", "check the path");
  }

  @Test
  void shouldRefuseAFolder() {
    // When
    assertThatThrownBy(() -> SigningKey.read(folder))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(folder.toString(), "cannot be read", "check path");
  }

  @Test
  void shouldRefuseThePrivateHalfAsTrustedKey() throws Exception {
    // Given
    final Path file = file(PUBLISHED_PRIVATE);

    // When
    assertThatThrownBy(() -> Trust.readKey(file))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(file.toString(), "expected PUBLIC KEY", "-pubout");
  }

  @Test
  void shouldRefuseATrustedKeyOfAnotherAlgorithm() throws Exception {
    // Given
    final Path file = folder.resolve("ec.pem");
    KeyFile.PUBLIC.write(KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic(), file);

    // When
    assertThatThrownBy(() -> Trust.readKey(file))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(file.toString(), "no sound Ed25519 key", "-pubout");
  }

  @Test
  void shouldRefuseKeysOfAnotherAlgorithmInMemory() throws Exception {
    // Given
    final KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

    // When
    assertThatThrownBy(() -> SigningKey.of(ed448.getPrivate()))
        // Then
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected Ed25519");
    assertThatThrownBy(() -> Trust.of(List.of(ed448.getPublic()), ""))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected Ed25519");
  }

  private void assertRefused(final String content, final String problem, final String remedy) throws Exception {
    // Given
    final Path file = file(content);

    // When
    assertThatThrownBy(() -> SigningKey.read(file))
        // Then
        .isInstanceOf(KeyFileException.class).hasMessageContainingAll(file.toString(), problem, remedy);
  }

  private Path file(final String content) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "key", ".pem"), content);
  }

  private static Optional<Rejection> objection(final PublicKey key, final byte[] signature) {
    return Trust.of(List.of(key), "").objection(Announcements.live(1, "a"), MESSAGE, signature);
  }
}
