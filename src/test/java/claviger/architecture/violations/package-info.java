/** Packages like ours whose classes break every rule of the architecture, so that each rule is seen to fire. */
package claviger.architecture.violations;
