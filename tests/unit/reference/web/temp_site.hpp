#pragma once

#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>

namespace reference::web {

/// A folder with a small site in it, a secret beside it, and links in and out; removed in the end.
class TempSite {
 public:
  TempSite() {
    std::string name = (std::filesystem::temp_directory_path() / "pinko-site-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    write("secret.txt", "secret");
    write("site/index.html", "the index");
    write("site/with space.txt", "spaced");
    write("site/sub/index.html", "the sub index");
    write("site/sub/style.css", "body {}");
    std::filesystem::create_directory(folder_ / "site/empty");
    std::filesystem::create_symlink("../secret.txt", folder_ / "site/link.txt");
    std::filesystem::create_symlink("..", folder_ / "site/dirlink");
    std::filesystem::create_symlink("sub/../index.html", folder_ / "site/inner.html");
  }
  TempSite(const TempSite&) = delete;
  TempSite& operator=(const TempSite&) = delete;
  ~TempSite() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  [[nodiscard]] std::string root() const { return folder_ / "site"; }

  void write(const std::string& path, const std::string& contents) const {
    std::filesystem::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path) << contents;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace reference::web
