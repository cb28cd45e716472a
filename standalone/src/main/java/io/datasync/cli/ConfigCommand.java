package io.datasync.cli;

import picocli.CommandLine.Command;

/** Commands about configuration files. */
@Command(
        name = "config",
        description = "Checks configuration files.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = ConfigCheckCommand.class)
final class ConfigCommand {}
