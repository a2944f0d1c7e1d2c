# pinko_settings: what every target of ours is compiled with, and nobody else's.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo" FORCE)
endif()
# -O3 makes nothing here faster, and takes a tenth longer to build.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

find_package(Threads REQUIRED)

add_library(pinko_settings INTERFACE)
target_compile_features(pinko_settings INTERFACE cxx_std_20)
target_include_directories(pinko_settings INTERFACE "${PROJECT_SOURCE_DIR}")
target_link_libraries(pinko_settings INTERFACE Threads::Threads)
# What reads strangers' files ends at once where the library sees a slip of ours, instead of going on with garbage.
target_compile_definitions(pinko_settings INTERFACE _GLIBCXX_ASSERTIONS)
target_compile_options(
  pinko_settings
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
            -Wno-missing-field-initializers  # designated initialisers name what differs from the default
            # Where it optimises, GCC 12 warns falsely of "x" + std::string (GCC bug 105651).
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<NOT:$<CONFIG:Debug>>>:-Wno-restrict>
            # The same of members of a std::variant that it moves (GCC bug 105562).
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<NOT:$<CONFIG:Debug>>>:-Wno-maybe-uninitialized>
            $<$<BOOL:${PINKO_DEVELOPER}>:-Werror>)
if(PINKO_SANITIZE)
  list(JOIN PINKO_SANITIZE "," sanitizers)
  target_compile_options(pinko_settings INTERFACE -fsanitize=${sanitizers} -fno-omit-frame-pointer)
  target_link_options(pinko_settings INTERFACE -fsanitize=${sanitizers})
endif()

# Headers are three fifths of what compiling costs. Eight sources of a module are compiled as one, and Catch2 is parsed
# once for all tests. Without it each source shows that it includes what it uses: so the fuzz targets are built.
option(PINKO_QUICK_BUILD "Build in half the time, for those who do not edit" OFF)
