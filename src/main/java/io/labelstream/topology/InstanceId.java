package io.labelstream.topology;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Makes up the name of an instance: that of its host, so that people find it, and digits that no other instance there has. */
final class InstanceId {
  private static final int RANDOM_BYTES = 4;
  private static final int LONGEST_HOST = 100;
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._-]");

  private InstanceId() {}

  static String random() {
    final byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return host() + "-" + HexFormat.of().formatHex(random);
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
