package io.labelstream.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How a client proves who it is to the registry. No implementation prints its secret. */
public sealed interface RegistryCredentials {

  /** The value of the {@code Authorization} header, if one is sent. */
  Optional<String> authorization();

  /** Nothing is sent. */
  record None() implements RegistryCredentials {
    @Override
    public Optional<String> authorization() {
      return Optional.empty();
    }
  }

  /** User and password; the user is all before the first colon of {@code user:password}. */
  record Basic(String userInfo) implements RegistryCredentials {
    public Basic {
      if (userInfo.indexOf(':') < 1) {
        throw new IllegalArgumentException("basic authentication is not of the form user:password");
      }
    }

    @Override
    public Optional<String> authorization() {
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
      return "Basic[" + userInfo.substring(0, userInfo.indexOf(':')) + ":***]";
    }
  }

  /** A token. */
  record Bearer(String token) implements RegistryCredentials {
    public Bearer {
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
        throw new IllegalArgumentException("bearer token is empty, or holds a space or a character beyond ASCII");
      }
    }

    @Override
    public Optional<String> authorization() {
      return Optional.of("Bearer " + token);
    }

    @Override
    public String toString() {
      return "Bearer[***]";
    }
  }
}
