# pinko_module(engine SOURCES … USES util core LIBS CURL::libcurl): one folder, one static library.
# USES names our modules, LIBS third parties, which stay out of the users' command lines. TABLES are sources of one shape,
# with the same names in them.
function(pinko_module name)
  cmake_parse_arguments(M "" "" "SOURCES;TABLES;USES;LIBS" ${ARGN})
  add_library(pinko_${name} STATIC ${M_SOURCES} ${M_TABLES})
  set_target_properties(pinko_${name} PROPERTIES UNITY_BUILD ${PINKO_QUICK_BUILD} UNITY_BUILD_BATCH_SIZE 8)
  set_source_files_properties(${M_TABLES} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
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
  if(PINKO_QUICK_BUILD)
    target_precompile_headers(${name}_test REUSE_FROM pinko_test_headers)
  endif()
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 LABELS "${T_LABELS}"
                       ENVIRONMENT "PINKO_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()
