// The namespaces that cells are made of. Everything here is for processes with one thread.
#pragma once

#include <sched.h>
#include <sys/types.h>

#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::cell {

// All but the network, which a cell may share.
inline constexpr int cell_namespaces = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC;

// From now on this process and its children are in a user namespace of their own, in which they may
// make the others. All users are who they were; an ordinary user can name himself only.
base::Status enter_user_namespace();

// fork(2) into new namespaces: 0 in the child, which is process 1 in there; -1 and errno on error.
pid_t fork_into(int namespaces);

// A network with a loopback and the trap (network.hpp), on which nobody is yet. For setns(2).
base::Result<os::Fd> make_network();

}  // namespace dyntest::cell
