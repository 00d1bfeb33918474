package io.labelstream.embedded;

/** A request that ends in an error, with the numbers that Confluent's interface gives it. */
final class RegistryProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  RegistryProblem(final int status, final int code, final String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static RegistryProblem noSuchPath() {
    return new RegistryProblem(404, 404, "HTTP 404 Not Found");
  }

  static RegistryProblem noSuchSubject(final String subject) {
    return new RegistryProblem(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryProblem noSuchVersion(final String version) {
    return new RegistryProblem(404, 40402, "Version " + version + " not found.");
  }

  static RegistryProblem noSuchSchema() {
    return new RegistryProblem(404, 40403, "Schema not found");
  }

  static RegistryProblem invalidSchema(final String why) {
    return new RegistryProblem(422, 42201, "Invalid schema: " + why);
  }

  static RegistryProblem invalidVersion(final String version) {
    return new RegistryProblem(422, 42202, "The version '" + version + "' is neither a number from 1 up nor latest");
  }

  static RegistryProblem incompatible(final String why) {
    return new RegistryProblem(409, 409, "Schema cannot read what the latest one of the subject wrote: " + why);
  }

  static RegistryProblem notKept(final String why) {
    return new RegistryProblem(500, 50001, "The schema cannot be kept in " + why);
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
