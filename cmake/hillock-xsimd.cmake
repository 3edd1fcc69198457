# Finds xsimd, from the source tree and from the installed package alike: a problem is one sentence in
# hillock_xsimd_problem. The version is compared here, since xsimd's own version file knows no "or newer".
set(hillock_xsimd_problem "")
if(NOT TARGET xsimd) # a parent project may bring its own
  find_package(xsimd CONFIG QUIET)
  if(NOT xsimd_FOUND)
    set(hillock_xsimd_problem "hillock needs xsimd 8.1.0 or newer and found none: install it (Debian, Ubuntu: \
libxsimd-dev; vcpkg, Conan, conda, Homebrew: xsimd) or add its prefix to CMAKE_PREFIX_PATH.")
  elseif(xsimd_VERSION VERSION_LESS 8.1.0)
    set(hillock_xsimd_problem "hillock needs xsimd 8.1.0 or newer and found ${xsimd_VERSION} in ${xsimd_DIR}: \
install a newer one and add its prefix to CMAKE_PREFIX_PATH.")
  endif()
endif()

# Debian 12's xsimd links xtl, a header-only library for complex numbers, without finding it: that ends as -lxtl.
if(TARGET xsimd AND NOT TARGET xtl)
  get_target_property(hillock_xsimd_links xsimd INTERFACE_LINK_LIBRARIES)
  if("xtl" IN_LIST hillock_xsimd_links)
    list(REMOVE_ITEM hillock_xsimd_links xtl)
    set_target_properties(xsimd PROPERTIES INTERFACE_LINK_LIBRARIES "${hillock_xsimd_links}")
  endif()
endif()
