// Texts of sparse features and the requests of io.labelstream.benchmark.LabelTreePeers, for the programs around peers of label trees.

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <time.h>

namespace peer {

constexpr int TOP = 5;
constexpr int BEAM = 10;

struct Texts {
  uint32_t columns = 0;
  std::vector<uint64_t> starts{0};
  std::vector<uint32_t> features;
  std::vector<float> values;
  std::vector<std::vector<int>> labels;

  size_t count() const {
    return labels.size();
  }
};

// Reads `texts features labels`, then `label,label feature:value feature:value` a line.
inline Texts read(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  size_t rows = 0;
  Texts texts;
  if (!std::getline(in, line) || !(std::istringstream(line) >> rows >> texts.columns)) {
    throw std::runtime_error("no texts of sparse features in " + file);
  }
  while (std::getline(in, line)) {
    const char* at = line.c_str();
    texts.labels.emplace_back();
    char* end = nullptr;
    while (*at != ' ' && *at != 0) {
      texts.labels.back().push_back(static_cast<int>(std::strtol(at, &end, 10)));
      at = *end == ',' ? end + 1 : end;
    }
    while (*at == ' ') {
      texts.features.push_back(static_cast<uint32_t>(std::strtoul(at + 1, &end, 10)));
      texts.values.push_back(std::strtof(end + 1, &end));
      at = end;
    }
    texts.starts.push_back(texts.features.size());
  }
  if (texts.count() != rows) {
    throw std::runtime_error(file + " has " + std::to_string(texts.count()) + " texts, expected " + std::to_string(rows));
  }
  return texts;
}

inline int64_t nanos() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Prints the number of texts and P@1, P@3 and P@5; then, for each request, the nanoseconds of CPU time a text: `one FIRST STEP` classifies each STEP-th text by a
// call of its own, `all` all texts by one call. `one` writes the best labels of a text and returns how many there are, `all` returns a number that depends on labels.
template <class One, class All>
void serve(const Texts& texts, One one, All all) {
  double right[TOP] = {};
  int best[TOP];
  for (size_t text = 0; text < texts.count(); text++) {
    const auto& labels = texts.labels[text];
    const int found = one(text, best);
    int hits = 0;
    for (int rank = 0; rank < TOP; rank++) {
      hits += rank < found && std::find(labels.begin(), labels.end(), best[rank]) != labels.end();
      right[rank] += 100.0 * hits / (rank + 1) / texts.count();
    }
  }
  std::printf("%zu %f %f %f\n", texts.count(), right[0], right[2], right[4]);
  std::fflush(stdout);
  volatile uint64_t used = 0;
  std::string request;
  while (std::getline(std::cin, request)) {
    std::istringstream words(request);
    std::string kind;
    size_t first = 0;
    size_t step = 1;
    words >> kind >> first >> step;
    const int64_t start = nanos();
    size_t classified = texts.count();
    if (kind == "all") {
      used = used + all();
    } else {
      classified = 0;
      for (size_t text = first; text < texts.count(); text += step, classified++) {
        used = used + one(text, best);
      }
    }
    std::printf("%.1f\n", static_cast<double>(nanos() - start) / classified);
    std::fflush(stdout);
  }
}

}  // namespace peer
