#pragma once

#include <cstdint>
#include <string>
#include <variant>

/// What a judgement found, as values. Its sentence is made of them where it is found; who needs
/// them later, to recognise a cause or to correct a line, takes them from here and never out of the
/// sentence, which may be worded otherwise tomorrow.
namespace pinko {

/// A name that stands in a file, and the one that was meant.
struct Misnamed {
  std::string name;   ///< empty where nothing stands there
  std::string meant;  ///< empty where no other name would do
};

/// A module that Python does not find in the image.
struct MissingModule {
  std::string name;  ///< as the import has it
};

/// A file that the container's command does not find.
struct MissingFile {
  std::string path;  ///< in the image
};

/// A command that the shell of a build does not know.
struct UnknownCommand {
  std::string name;
};

/// What nginx names in a complaint about its configuration; empty where it names no such thing.
struct NginxComplaint {
  std::string file;       ///< in the image
  std::string directive;  ///< the word that may not stand there, or that it does not know
  std::string host;       ///< that it does not find, without a port
  std::string port;       ///< that an upstream's name may not have
};

/// A port of the host that no service publishes as the task wants it.
struct UnpublishedPort {
  std::uint16_t port = 0;
};

/// An address that a page asks for.
struct AskedAddress {
  std::string url;  ///< as the page or the browser has it
};

/// A text that was sent or printed in place of the one asked for.
struct OtherText {
  std::string text;
};

using Particulars = std::variant<std::monostate,
                                 Misnamed,
                                 MissingModule,
                                 MissingFile,
                                 UnknownCommand,
                                 NginxComplaint,
                                 UnpublishedPort,
                                 AskedAddress,
                                 OtherText>;

}  // namespace pinko
