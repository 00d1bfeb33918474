package io.labelstream.pipeline;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Makes names and tokens that tell instances apart. */
final class InstanceId {
  private static final int NAME_BYTES = 4;
  private static final int TOKEN_BYTES = 16;
  private static final int LONGEST_HOST = 100;
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._-]");

  private InstanceId() {}

  /** A name: that of the host, so that people find it, and digits that no other instance there has. */
  static String random() {
    return host() + "-" + digits(NAME_BYTES);
  }

  /** A token that no other process has, whatever the name of its instance. */
  static String token() {
    return digits(TOKEN_BYTES);
  }

  private static String digits(final int bytes) {
    final byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static String host() {
    try {
      final String host = NOT_IN_A_NAME.matcher(InetAddress.getLocalHost().getHostName()).replaceAll("_");
      return host.substring(0, Math.min(host.length(), LONGEST_HOST));
    } catch (final UnknownHostException nameless) {
      return "instance";
    }
  }
}
