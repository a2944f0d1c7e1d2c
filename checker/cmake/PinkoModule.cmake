# pinko_module(engine SOURCES … USES util core LIBS CURL::libcurl): one folder, one static library.
# USES names our modules, LIBS third parties, which stay out of the users' command lines.
function(pinko_module name)
  cmake_parse_arguments(M "" "" "SOURCES;USES;LIBS" ${ARGN})
  add_library(pinko_${name} STATIC ${M_SOURCES})
  add_library(pinko::${name} ALIAS pinko_${name})
  list(TRANSFORM M_USES PREPEND pinko::)
  target_link_libraries(pinko_${name} PUBLIC pinko_settings ${M_USES} PRIVATE ${M_LIBS})
endfunction()

# pinko_test(engine SOURCES … USES engine [LIBS …] [LABELS live]): one test program, one ctest entry.
# A test that exits with 77 is counted as skipped.
function(pinko_test name)
  cmake_parse_arguments(T "" "" "SOURCES;USES;LIBS;LABELS" ${ARGN})
  add_executable(${name}_test ${T_SOURCES})
  list(TRANSFORM T_USES PREPEND pinko::)
  target_link_libraries(${name}_test PRIVATE pinko_settings pinko_catch_main ${T_USES} ${T_LIBS})
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 LABELS "${T_LABELS}"
                       ENVIRONMENT "PINKO_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()
