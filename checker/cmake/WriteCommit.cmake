# Writes source_commit.cpp, when it differs: SOURCE is the project's folder, OUTPUT the file.
execute_process(
  COMMAND git -C "${SOURCE}" describe --always --dirty --abbrev=40 --exclude=*
  OUTPUT_VARIABLE commit
  OUTPUT_STRIP_TRAILING_WHITESPACE
  ERROR_QUIET
  RESULT_VARIABLE failed)
if(failed OR NOT commit MATCHES "^[0-9a-f]+(-dirty)?$")
  set(commit "")
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT [[
#include "checker/app/source_commit.hpp"

std::string pinko::app::source_commit() {
  return "@commit@";
}
]] @ONLY)
