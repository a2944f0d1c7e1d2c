#include "checker/run/shared_builds.hpp"

#include "checker/util/defer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace pinko::run {
namespace {

namespace fs = std::filesystem;
using engine::BuildOutcome;
using engine::BuildRequest;
using Clock = std::chrono::steady_clock;

/// The Dockerfile as seen from the context; empty where it is not in it.
std::string dockerfile_inside(const BuildRequest& request) {
  if (request.dockerfile.empty()) return "Dockerfile";
  const std::string path = request.dockerfile.lexically_normal()
                               .lexically_relative(request.context.lexically_normal())
                               .generic_string();
  return path.starts_with("..") ? std::string() : path;
}

/// Whether two requests ask for the same of their folders. What makes two builds of one Dockerfile
/// differ by its nature (a clock, a download) the builder's own cache evens out as well.
bool same_wishes(const BuildRequest& one, const BuildRequest& other) {
  const std::string dockerfile = dockerfile_inside(one);
  return !dockerfile.empty() && dockerfile == dockerfile_inside(other) &&
         one.dockerfile_text == other.dockerfile_text && one.args == other.args &&
         one.target == other.target && one.without_python_index == other.without_python_index;
}

bool has_image(const Result<BuildOutcome>& outcome) {
  return outcome && outcome->ok;
}

}  // namespace

const SharedBuilds::Begun* SharedBuilds::find(const Begun& wanted) const {
  const auto found = std::find_if(begun_.rbegin(), begun_.rend(), [&](const Begun& other) {
    return same_wishes(other.request, wanted.request) && other.entries == wanted.entries &&
           same_bytes(other.request.context, wanted.request.context, wanted.entries);
  });
  return found == begun_.rend() ? nullptr : &*found;
}

Result<BuildOutcome> SharedBuilds::make(const BuildRequest& request, const Ways& ways) {
  auto entries = entries_of(request.context);
  if (!entries) return ways.build();
  std::promise<Made> own;
  Made made;
  // Also when the build throws: who waits then builds by itself.
  const Defer tell{[&] { own.set_value(std::move(made)); }};
  Begun begun{.request = request, .entries = *std::move(entries), .made = own.get_future().share()};
  std::shared_future<Made> other;
  {
    const std::scoped_lock lock(mutex_);
    if (const Begun* found = find(begun)) other = found->made;
    if (!other.valid()) begun_.push_back(begun);
  }
  if (other.valid()) {
    const auto since = Clock::now();
    Made shared = other.get();
    const bool failed = shared && !has_image(*shared);
    if (shared && (failed || ways.rename((*shared)->image))) {
      const std::chrono::duration<double> waited = Clock::now() - since;
      if (*shared) (*shared)->seconds = waited.count();
      return *std::move(shared);
    }
    const std::scoped_lock lock(mutex_);
    begun_.push_back(std::move(begun));
  }
  const auto since = Clock::now();
  Result<BuildOutcome> outcome = ways.build();
  if (has_image(outcome) || Clock::now() - since >= long_failure_) made = outcome;
  return outcome;
}

}  // namespace pinko::run
